import { beforeAll, describe, expect, it } from "vitest"
import {
  deployment as deploymentRoute,
  deploymentImport as importRoute,
  deployments as recordRoute,
  deploymentExport as route,
} from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/export"
let reader: Caller

const inputs = [
  { imageTag: "v1", notes: '=HYPERLINK("http://x")', serviceVersions: { api: "1", web: "2" } },
  { imageTag: "v2", notes: 'two\nlines, "quoted"', gitBranch: "-main", gitCommit: "abc1234" },
  { imageTag: "v3", status: "FAILED", notes: "'=kept" },
  { imageTag: "v1", status: "ROLLED_BACK", completedAt: "2026-01-01T10:09:00Z", externalId: "run-4" },
]

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const at = "2026-01-01T10:00:00Z"
  await recordAll(
    ...inputs.map((input) => ({ application: "shop", environment: "prod", deployedAt: at, ...input })),
    {
      application: "other",
      environment: "dev",
      imageTag: "v9",
      deployedAt: "2026-01-02T10:00:00Z",
    },
  )
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

/** The state that an import of the same file must restore. */
async function ledger() {
  const records = await prismaClient().deployment.findMany({
    orderBy: [{ deployedAt: "asc" }, { seq: "asc" }],
  })
  return records.map(
    ({ seq: _seq, source: _s, recordedAt: _r, recordedBy: _by, rolledBackBy: _rb, updatedAt: _u, ...rest }) =>
      rest,
  )
}

describe("GET /export", () => {
  it("returns 200 with all deployments as NDJSON, oldest first, with a file name", async () => {
    const { status, headers, text } = await get("")
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("application/x-ndjson")
    expect(headers.get("content-disposition")).toBe('attachment; filename="slipway-deployments.ndjson"')
    expect(tags(text)).toEqual(["v1", "v2", "v3", "v1", "v9"])
  })

  it("returns 200 with the filters of the history", async () => {
    expect(tags((await get("application=shop&status=DEPLOYED")).text)).toEqual(["v1", "v2"])
    expect(tags((await get("environment=development")).text)).toEqual(["v9"])
    expect(tags((await get("from=2026-01-02T00:00:00Z")).text)).toEqual(["v9"])
    expect(tags((await get("q=oth")).text)).toEqual(["v9"])
    expect((await get("commit=fffffff")).text).toBe("")
  })

  it("returns 200 with formulas in CSV escaped", async () => {
    const { headers, text } = await get("format=csv")
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(text.startsWith("id,application,environment,imageTag,status,")).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).toContain(",'-main,")
  })

  it.each([
    ["ndjson", "application/x-ndjson"],
    ["csv", "text/csv"],
  ])("returns 200 with %s that an import turns into the same ledger", async (format, contentType) => {
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

  it.each([
    ["ndjson", "application/x-ndjson"],
    ["csv", "text/csv"],
  ])(
    "returns 200 with %s that an import into the same ledger neither duplicates nor changes",
    async (format, contentType) => {
      const { text } = await get(`format=${format}`)
      const readAll = () => prismaClient().deployment.findMany({ orderBy: { seq: "asc" } })
      const before = await readAll()
      const { body } = await callRoute(importRoute, "POST", {
        caller: await tokenCaller(["deployments:write"]),
        path: "/api/v1/platform/deployments/import",
        headers: { "content-type": contentType },
        body: text,
      })
      expect(body).toMatchObject({ received: 5, recorded: 0, updated: 5, refused: 0 })
      expect(await readAll()).toEqual(before)
    },
  )

  it("returns 200 with ids, attempts, unknown durations and marked failures, so that an import keeps them", async () => {
    const record = { application: "faithful", environment: "dev", imageTag: "v1", externalId: "faithful-1" }
    const post = (body: object) =>
      callRoute(recordRoute, "POST", { caller: writer, path: "/api/v1/platform/deployments", body })
    const writer = await tokenCaller(["deployments:write"])
    const { body: failed } = await post({ ...record, status: "FAILED" })
    await post({ ...record, status: "DEPLOYED" })
    await callRoute(deploymentRoute, "PATCH", {
      caller: writer,
      path: "/x",
      params: { id: failed.id },
      body: { status: "ROLLED_BACK" },
    })
    const { text } = await get("application=faithful")
    const exportText = () => get("application=faithful").then((response) => response.text)
    await prismaClient().deployment.deleteMany({ where: { application: "faithful" } })
    await callRoute(importRoute, "POST", {
      caller: writer,
      path: "/api/v1/platform/deployments/import",
      headers: { "content-type": "application/x-ndjson" },
      body: text,
    })
    const fieldsOfLine = (line: string) => {
      const { recordedAt: _at, rolledBackBy: _by, ...rest } = JSON.parse(line)
      return rest
    }
    expect((await exportText()).trimEnd().split("\n").map(fieldsOfLine)).toEqual(
      text.trimEnd().split("\n").map(fieldsOfLine),
    )
    expect(fieldsOfLine(text.split("\n")[0] ?? "")).toMatchObject({ reached: false, durationSeconds: null })
  })

  it("returns 200 with ids that the import rejects when they belong to another or annulled deployment or are repeated", async () => {
    const [first] = (await get("application=shop")).text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    const fresh = "0198c0de-0000-7000-8000-00000000f001"
    const row = {
      application: "shop",
      environment: "prod",
      imageTag: "v1",
      deployedAt: "2026-01-01T10:00:00Z",
    }
    const rows = [
      { ...row, id: first.id, imageTag: "other" },
      { ...row, id: fresh, externalId: "one" },
      { ...row, id: fresh, externalId: "two" },
      { ...row, annulledAt: "2026-01-01T10:00:00Z" },
    ]
    const { body } = await callRoute(importRoute, "POST", {
      caller: await tokenCaller(["deployments:write"]),
      path: "/api/v1/platform/deployments/import",
      headers: { "content-type": "application/x-ndjson" },
      body: rows.map((one) => JSON.stringify(one)).join("\n"),
    })
    expect(body).toMatchObject({ recorded: 1, updated: 0, refused: 3 })
    expect(
      body.errors.map(({ line, pointer }: { line: number; pointer: string }) => [line, pointer]),
    ).toEqual([
      [1, "/id"],
      [3, "/id"],
      [4, "/annulledAt"],
    ])
  })

  it("returns 200 with all records of several batches", async () => {
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

describe("GET /export does not contain", () => {
  it("environments outside the token's limit", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    expect((await get("", limited)).text).toBe("")
    expect((await get("environment=prod", limited)).status).toBe(422)
  })

  it("anything for anonymous callers", async () => {
    expect((await get("", anonymous)).status).toBe(401)
    expect((await get("", await tokenCaller(["releases:read"]))).status).toBe(403)
  })
})

describe("GET /export with an invalid request", () => {
  it("returns 422 for an unknown format, environment or filter", async () => {
    expect((await get("format=xlsx")).status).toBe(422)
    expect((await get("environment=nowhere")).status).toBe(422)
    expect((await get("enviroment=dev")).body.detail).toContain('Did you mean "environment"?')
  })
})
