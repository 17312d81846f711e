import { beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/db/client"
import { callRoute } from "@/lib/testing/call-route"
import { type Caller, nobody, tokenCaller } from "@/lib/testing/callers"
import { tell } from "@/lib/testing/tell"
import * as importRoute from "../import/route"
import * as route from "./route"

const path = "/api/v1/platform/deployments/export"
let reader: Caller

const told = [
  { imageTag: "v1", notes: '=HYPERLINK("http://x")', serviceVersions: { api: "1", web: "2" } },
  { imageTag: "v2", notes: 'two\nlines, "quoted"', gitBranch: "-main", gitCommit: "abc1234" },
  { imageTag: "v3", status: "FAILED", notes: "'=kept" },
  { imageTag: "v1", status: "ROLLED_BACK", completedAt: "2026-01-01T10:09:00Z", externalId: "run-4" },
]

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const at = "2026-01-01T10:00:00Z"
  await tell(...told.map((one) => ({ application: "shop", environment: "prod", deployedAt: at, ...one })), {
    application: "other",
    environment: "dev",
    imageTag: "v9",
    deployedAt: "2026-01-02T10:00:00Z",
  })
})

function get(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `${path}?${query}` })
}

function tags(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).imageTag)
}

/** What an import of the same file must bring back. */
async function ledger() {
  const records = await prismaClient().deployment.findMany({
    orderBy: [{ deployedAt: "asc" }, { seq: "asc" }],
  })
  return records.map(
    ({
      id: _id,
      seq: _seq,
      source: _s,
      recordedAt: _r,
      recordedBy: _by,
      rolledBackBy: _rb,
      updatedAt: _u,
      ...rest
    }) => rest,
  )
}

describe("GET /export answers 200", () => {
  it("with every deployment as NDJSON, oldest first, under a file name", async () => {
    const { status, headers, text } = await get("")
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("application/x-ndjson")
    expect(headers.get("content-disposition")).toBe('attachment; filename="slipway-deployments.ndjson"')
    expect(tags(text)).toEqual(["v1", "v2", "v3", "v1", "v9"])
  })

  it("with the filters of the history", async () => {
    expect(tags((await get("application=shop&status=DEPLOYED")).text)).toEqual(["v1", "v2"])
    expect(tags((await get("environment=development")).text)).toEqual(["v9"])
    expect(tags((await get("from=2026-01-02T00:00:00Z")).text)).toEqual(["v9"])
    expect(tags((await get("q=oth")).text)).toEqual(["v9"])
    expect((await get("commit=fffffff")).text).toBe("")
  })

  it("with CSV that no spreadsheet runs", async () => {
    const { headers, text } = await get("format=csv")
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(text.startsWith("id,application,environment,imageTag,status,")).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).toContain(",'-main,")
  })

  it.each([
    ["ndjson", "application/x-ndjson"],
    ["csv", "text/csv"],
  ])("with %s whose import makes the same ledger again", async (format, contentType) => {
    const { text } = await get(`format=${format}`)
    const before = await ledger()
    await prismaClient().deployment.deleteMany()
    const { body } = await callRoute(importRoute, "POST", {
      caller: await tokenCaller(["deployments:write"]),
      path: "/api/v1/platform/deployments/import",
      headers: { "content-type": contentType },
      body: text,
    })
    expect(body).toMatchObject({ received: 5, recorded: 5, refused: 0, errors: [] })
    expect(await ledger()).toEqual(before)
  })

  it("with all of more than one reading", async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => ({
      application: "many",
      environment: "dev",
      imageTag: `t${index}`,
      deployedAt: "2026-02-01T00:00:00Z",
    }))
    await callRoute(importRoute, "POST", {
      caller: await tokenCaller(["deployments:write"]),
      path: "/api/v1/platform/deployments/import",
      headers: { "content-type": "application/x-ndjson" },
      body: rows.map((row) => JSON.stringify(row)).join("\n"),
    })
    expect(tags((await get("application=many")).text)).toEqual(rows.map((row) => row.imageTag))
  })
})

describe("GET /export does not show", () => {
  it("environments outside the token's limit", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    expect((await get("", limited)).text).toBe("")
    expect((await get("environment=prod", limited)).status).toBe(403)
  })

  it("anything to nobody in particular", async () => {
    expect((await get("", nobody)).status).toBe(401)
    expect((await get("", await tokenCaller(["releases:read"]))).status).toBe(403)
  })
})

describe("GET /export answers 422", () => {
  it("for another format, an unknown environment and an unknown filter", async () => {
    expect((await get("format=xlsx")).status).toBe(422)
    expect((await get("environment=nowhere")).status).toBe(422)
    expect((await get("enviroment=dev")).body.detail).toContain('Did you mean "environment"?')
  })
})
