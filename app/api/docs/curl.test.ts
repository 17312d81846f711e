import { execFileSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { formatCurl } from "@/app/api/docs/curl"
import { describeApi } from "@/app/api/v1/api"
import { buildReference } from "@/lib/web/http/openapi-reference"

const { groups, schemas } = buildReference(describeApi())
const operations = groups.flatMap((group) => group.operations)
const commandOf = (method: string, path: string) => {
  const operation = operations.find((one) => one.method === method && one.path === path)
  if (operation === undefined) throw new Error(`There is no ${method} ${path}.`)
  return formatCurl(operation, schemas)
}

describe("The curl command of an operation", () => {
  it("names path and required query parameters in capitals", () => {
    expect(commandOf("GET", "/api/v1/tenants/{id}")).toBe(
      'curl "$SLIPWAY_URL/api/v1/tenants/ID" \\\n  -H "Authorization: Bearer $SLIPWAY_TOKEN"',
    )
    expect(commandOf("GET", "/api/v1/platform/deployments/gate")).toContain(
      "/gate?environment=ENVIRONMENT&imageTag=IMAGE_TAG",
    )
  })

  it("sends a JSON body with at least the required fields", () => {
    const command = commandOf("POST", "/api/v1/tokens")
    expect(command).toContain('-H "Content-Type: application/json"')
    const body = JSON.parse(/-d '(.*)'$/s.exec(command)?.[1] ?? "")
    expect(body).toHaveProperty("name")
    expect(body).toHaveProperty("scopes")
  })

  it("sends no token where none is accepted", () => {
    expect(commandOf("POST", "/api/v1/ingest/github")).not.toContain("Authorization")
    expect(commandOf("POST", "/api/v1/ingest/generic")).toContain("Authorization")
  })

  it("does not buffer a stream", () => {
    expect(commandOf("GET", "/api/v1/helm/rollouts/{id}/events")).toContain("--no-buffer")
  })

  it("is a valid shell command for every operation", () => {
    const script = operations.map((operation) => formatCurl(operation, schemas)).join("\n")
    expect(() => execFileSync("sh", ["-n", "-c", script])).not.toThrow()
    expect(operations.length).toBeGreaterThan(50)
  })
})
