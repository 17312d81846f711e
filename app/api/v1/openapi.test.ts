import { Validator } from "@seriousme/openapi-schema-validator"
import { beforeAll, describe, expect, it } from "vitest"
import { callRoute, type RouteResponse } from "@/tools/testing/call-route"
import { anonymous } from "@/tools/testing/callers"
import { openapi, routes } from "./api"

const path = "/api/v1/openapi.json"
let response: RouteResponse

beforeAll(async () => {
  response = await callRoute(openapi, "GET", { caller: anonymous, path })
})

type Operation = { operationId: string; security: Record<string, string[]>[]; responses: object }

const operations = (): [string, Operation][] =>
  Object.entries<Record<string, Operation>>(response.body.paths).flatMap(([at, item]) =>
    Object.entries(item).map(([method, operation]): [string, Operation] => [`${method} ${at}`, operation]),
  )

describe("GET /openapi.json", () => {
  it("returns 200 for anonymous callers, and 304 for a known ETag", async () => {
    expect(response.status).toBe(200)
    const headers = { "if-none-match": response.headers.get("etag") ?? "" }
    expect((await callRoute(openapi, "GET", { caller: anonymous, path, headers })).status).toBe(304)
  })

  it("returns valid OpenAPI 3.1", async () => {
    expect(response.body.openapi).toMatch(/^3\.1\./)
    const { valid, errors } = await new Validator().validate(structuredClone(response.body))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
  })
})

describe("The OpenAPI document", () => {
  it("has every method of every route", () => {
    const declared = routes.flatMap(({ path, endpoints }) =>
      Object.keys(endpoints).map((method) => `${method.toLowerCase()} ${path}`),
    )
    const described = operations().map(([name]) => name)
    expect(described.sort()).toEqual(declared.sort())
  })

  it("has unique operation ids", () => {
    const names = operations().map(([, { operationId }]) => operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it("has no dangling references", () => {
    const pointers = [...response.text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer = ""]) => pointer)
    expect(pointers.length).toBeGreaterThan(10)
    for (const pointer of pointers) {
      const target = pointer.split("/").reduce((inside, key) => inside?.[key], response.body)
      expect(target, pointer).toBeDefined()
    }
  })

  it("declares the required access: a token scope, a session, or none", () => {
    const security = Object.fromEntries(operations().map(([name, operation]) => [name, operation.security]))
    expect(security["post /api/v1/platform/deployments"]).toEqual([
      { token: ["deployments:write"] },
      { session: [] },
    ])
    expect(security["get /api/v1/users/me"]).toEqual([{ session: [] }])
    expect(security["get /api/v1/openapi.json"]).toEqual([])
  })

  it("declares errors, Idempotency-Key and ETag where they apply", () => {
    const record = response.body.paths["/api/v1/platform/deployments"].post
    expect(Object.keys(record.responses)).toEqual(
      expect.arrayContaining(["201", "200", "400", "401", "403", "409", "413", "415", "422", "503"]),
    )
    expect(record.parameters.map((parameter: { name: string }) => parameter.name)).toContain(
      "Idempotency-Key",
    )
    expect(record.responses["201"].headers).toHaveProperty("Location")
    const revoke = response.body.paths["/api/v1/tokens/{id}"].delete
    expect(revoke.parameters.map((parameter: { name: string }) => parameter.name)).toContain("If-Match")
    expect(revoke.responses).toHaveProperty("412")
    expect(response.body.paths["/api/v1/users"].get.responses["200"].headers).toHaveProperty("Link")
  })

  it("ends no sentence with two full stops", () => {
    expect(response.text.match(/.{30}[^.]\.\.(?!\.)/g)).toBeNull()
  })

  it("has an example of a record as a pipeline sends it", () => {
    const [example] = response.body.components.schemas.RecordDeployment.examples
    expect(example).toMatchObject({ imageTag: "v2.1.0-abc1234", environment: "dev", status: "DEPLOYED" })
  })
})
