import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute, type RouteResponse } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"
import { createReleaseFixture, type ReleaseFixture } from "@/tools/testing/release-fixture"
import { routeAt } from "@/tools/testing/route-at"

let fixture: ReleaseFixture
let admin: Caller

beforeAll(async () => {
  fixture = await createReleaseFixture()
  admin = await tokenCaller(["admin", "deployments:write", "releases:write"])
}, 120_000)
afterAll(() => fixture.remove())

function call(method: "GET" | "POST", path: string, body?: unknown, headers = {}): Promise<RouteResponse> {
  const [template = ""] = path.split("?")
  return callRoute(routeAt(template), method, { caller: admin, path: `/api/v1/${path}`, body, headers })
}

const pointersOf = ({ body }: RouteResponse): string[] =>
  body.errors?.map((error: { pointer: string }) => error.pointer)

const unknownId = "0198c0de-0000-7000-8000-000000000000"
const badName = "Not A Name!"

describe("One response lists all errors of a request:", () => {
  it.each<[string, unknown, string[]]>([
    [
      "platform/deployments",
      { imageTag: "a b", environment: "nowhere", status: "DONE", weather: 1 },
      ["/imageTag", "/status", "/weather", "/environment"],
    ],
    [
      "platform/deployments/removals",
      { application: badName, environment: "nowhere" },
      ["/application", "/environment"],
    ],
    [
      "helm/releases",
      { tenantId: unknownId, releaseName: badName, chartName: "no-such-chart", chartVersion: "1.0.0" },
      ["/releaseName", "/tenantId", "/chartName"],
    ],
    [
      "helm/releases",
      { tenantId: unknownId, releaseName: "fine", chartName: "no-such-chart", chartVersion: "1.0.0" },
      ["/tenantId", "/chartName"],
    ],
    [
      "helm/releases/preview",
      {
        kind: "INSTALL",
        tenantId: unknownId,
        releaseName: badName,
        chartName: "no-such-chart",
        chartVersion: "1.0.0",
      },
      ["/releaseName", "/tenantId", "/chartName"],
    ],
    [
      "helm/unmanaged/adopt",
      { cluster: "nowhere", namespace: badName, releaseName: "fine", tenantId: unknownId },
      ["/namespace", "/cluster", "/tenantId"],
    ],
    [
      "helm/unmanaged/adopt",
      { cluster: "nowhere", namespace: "fine", releaseName: "fine", tenantId: unknownId },
      ["/cluster", "/tenantId"],
    ],
    ["tenants", { slug: badName, cluster: "nowhere" }, ["/slug", "/cluster"]],
    [
      "tokens",
      {
        name: "ci",
        scopes: ["admin"],
        environments: ["nowhere", "dev", "neither"],
        expiresAt: "2020-01-01T00:00:00Z",
      },
      ["/expiresAt", "/scopes", "/environments/0", "/environments/2"],
    ],
  ])("POST /%s %j", async (path, body, pointers) => {
    const response = await call("POST", path, body)
    expect([response.status, pointersOf(response).sort()]).toEqual([422, [...pointers].sort()])
  })

  it("for a query", async () => {
    const response = await call(
      "GET",
      "platform/deployments/history?environment=nowhere&limit=many&status=DONE",
    )
    expect([response.status, pointersOf(response).sort()]).toEqual([
      422,
      ["/environment", "/limit", "/status"],
    ])
  })
})

describe("An empty optional string is treated as absent", () => {
  const record = { imageTag: "v1", environment: "dev", application: "empty" }

  it("in a body", async () => {
    const { status, body } = await call("POST", "platform/deployments", {
      ...record,
      gitBranch: "",
      gitCommit: "",
      status: "",
    })
    expect([status, body.gitBranch, body.gitCommit, body.status]).toEqual([201, null, null, "DEPLOYED"])
  })

  it("in a query", async () => {
    const response = await call("GET", "platform/deployments/history?branch=&status=&from=&limit=&cursor=")
    expect(response.status, response.text).toBe(200)
  })

  it("in an import row", async () => {
    const row = JSON.stringify({
      ...record,
      gitBranch: "",
      status: "",
      runUrl: "",
      deployedAt: "2026-01-01T00:00:00Z",
    })
    const { body } = await call("POST", "platform/deployments/import", row, {
      "content-type": "application/x-ndjson",
    })
    expect(body).toMatchObject({ recorded: 1, refused: 0 })
  })
})

describe("A key that would be lost", () => {
  const sent = '{"imageTag":"v1","environment":"dev","application":"keys"'

  it.each([
    [`${sent},"serviceVersions":{"__proto__":"1","api":"2"}}`, "/serviceVersions/__proto__"],
    [`${sent},"serviceVersions":{"constructor":"1"}}`, "/serviceVersions/constructor"],
    [`${sent},"imageTag":"v2"}`, "/imageTag"],
    [`${sent},"serviceVersions":{"api":"1","api":"2"}}`, "/serviceVersions/api"],
  ])("in %s returns 422 with the key, and records nothing", async (text, pointer) => {
    const response = await call("POST", "platform/deployments", text, { "content-type": "application/json" })
    expect([response.status, pointersOf(response)]).toEqual([422, [pointer]])
    const { body } = await call("POST", "platform/deployments/import", text, {
      "content-type": "application/x-ndjson",
    })
    expect(body).toMatchObject({ recorded: 0, errors: [{ line: 1, pointer }] })
    expect(await prismaClient().deployment.count({ where: { application: "keys" } })).toBe(0)
  })

  it("is also rejected in a query or a CSV cell", async () => {
    expect((await call("GET", "platform/deployments/history?__proto__=x")).status).toBe(422)
    const csv = 'imageTag,environment,serviceVersions\nv1,dev,"{""__proto__"":""1""}"\n'
    const { body } = await call("POST", "platform/deployments/import", csv, { "content-type": "text/csv" })
    expect(body).toMatchObject({ recorded: 0, errors: [{ pointer: "/serviceVersions/__proto__" }] })
  })

  it("in release values or tenant tags returns 422", async () => {
    const values = `{"tenantId":"${unknownId}","releaseName":"a","chartName":"a","chartVersion":"1.0.0","valuesOverride":{"a":[{"__proto__":{}}]}}`
    const json = { "content-type": "application/json" }
    expect(pointersOf(await call("POST", "helm/releases", values, json))).toContain(
      "/valuesOverride/a/0/__proto__",
    )
    expect(
      pointersOf(await call("POST", "tenants", '{"slug":"t","tags":{"constructor":"x"}}', json)),
    ).toEqual(["/tags/constructor"])
  })
})

describe("An Idempotency-Key", () => {
  it("replays a response for the same JSON with different key order and whitespace", async () => {
    const headers = { "idempotency-key": crypto.randomUUID(), "content-type": "application/json" }
    const first = await call("POST", "platform/deployments", '{"imageTag":"v1","environment":"dev"}', headers)
    const second = await call(
      "POST",
      "platform/deployments",
      '{ "environment": "dev",\n "imageTag": "v1" }',
      headers,
    )
    expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([201, "true"])
    expect(second.body).toEqual(first.body)
  })
})
