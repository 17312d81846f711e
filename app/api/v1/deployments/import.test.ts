import { beforeAll, describe, expect, it } from "vitest"
import { deploymentImport as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments/import"
const ndjson = { "content-type": "application/x-ndjson" }
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
})

function send(body: string, headers: Record<string, string> = ndjson, caller = pipeline) {
  return callRoute(route, "POST", { caller, path, body, headers })
}

function lines(...rows: object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("")
}

function stored(application: string) {
  return prismaClient().deployment.findMany({ where: { application }, orderBy: { seq: "asc" } })
}

describe("POST /import", () => {
  it("returns 200 with the counts, and records every row as sent", async () => {
    const row = {
      application: "verbatim",
      imageTag: "v2.1.0-abc1234",
      gitCommit: "ABC1234",
      gitBranch: "main",
      deployedAt: "2026-02-12T11:00:00+01:00",
      completedAt: "2026-02-12T10:05:00Z",
      committedAt: "2026-02-12T09:00:00Z",
      serviceVersions: { api: "1.2.3" },
      initiatedBy: "ada",
      runUrl: "https://ci.example.test/1",
      notes: "a 'quoted' \"note\"\r\nwith a second line,\ta tab and a C:\\new\\path",
      acrRegistry: "\\N",
      externalId: "verbatim-1",
    }
    const sent = { ...row, environment: "production" }
    const { status, body } = await send(lines(sent, { ...sent, externalId: undefined, gitCommit: null }))
    expect(status).toBe(200)
    expect(body).toEqual({ received: 2, recorded: 2, updated: 0, refused: 0, errors: [] })
    expect(await stored("verbatim")).toMatchObject([
      {
        ...row,
        gitCommit: "abc1234",
        deployedAt: new Date("2026-02-12T10:00:00Z"),
        completedAt: new Date(row.completedAt),
        committedAt: new Date(row.committedAt),
        recordedBy: "ci",
      },
      { gitCommit: null, externalId: null },
    ])
  })

  it("returns 200 with the same result as recording each row separately, and keeps the order of rows with the same second", async () => {
    const deployedAt = "2026-03-01T10:00:00Z"
    const rows = ["v1", "v2", "v3", "v1"].map((imageTag) => ({
      application: "one-second",
      environment: "prod",
      imageTag,
      deployedAt,
    }))
    await send(lines(...rows))
    const records = await stored("one-second")
    expect(records.map((record) => record.previousImageTag)).toEqual([null, "v1", "v2", "v3"])
    expect(records.map((record) => record.isRollback)).toEqual([false, false, false, true])
    expect(records.map((record) => record.undoneByRollback)).toEqual([false, true, false, false])
  })

  it("returns 200 and recomputes existing records when older rows are imported", async () => {
    const at = (hour: number) => `2026-03-01T${hour}:00:00Z`
    const row = (imageTag: string, hour: number) => ({
      application: "late",
      environment: "prod",
      imageTag,
      deployedAt: at(hour),
    })
    await send(lines(row("v1", 12)))
    await send(lines(row("v1", 10), row("v2", 11)))
    const records = (await stored("late")).sort((a, b) => a.deployedAt.getTime() - b.deployedAt.getTime())
    expect(records.map((record) => [record.imageTag, record.isRollback])).toEqual([
      ["v1", false],
      ["v2", false],
      ["v1", true],
    ])
  })

  it("returns 200 with one error per rejected row, and records the others", async () => {
    const good = {
      application: "mixed",
      environment: "dev",
      imageTag: "v1",
      deployedAt: "2026-01-01T00:00:00Z",
    }
    const body = [
      JSON.stringify(good),
      "{nope",
      "",
      JSON.stringify({ ...good, environment: "stagin" }),
      JSON.stringify({ ...good, imagetag: "v2" }),
      JSON.stringify({ ...good, status: "ROLLED_BACK", rolledBackAt: "2025-01-01T00:00:00Z" }),
      JSON.stringify({ ...good, rolledBackAt: "2026-01-02T00:00:00Z" }),
      JSON.stringify({ ...good, notes: "\u0000" }),
      JSON.stringify({ ...good, notes: "x".repeat(1024 * 1024) }),
      JSON.stringify(["not", "a", "row"]),
      JSON.stringify({ ...good, imageTag: "v3" }),
    ].join("\r\n")
    const { body: response } = await send(body)
    expect(response).toMatchObject({ received: 10, recorded: 2, updated: 0, refused: 8 })
    expect(
      response.errors.map((error: { line: number; pointer: string }) => [error.line, error.pointer]),
    ).toEqual([
      [2, ""],
      [4, "/environment"],
      [5, "/imagetag"],
      [6, "/rolledBackAt"],
      [7, "/rolledBackAt"],
      [8, ""],
      [9, ""],
      [10, ""],
    ])
    expect(response.errors[1].detail).toContain('Did you mean "staging"?')
    expect(response.errors[2].detail).toContain('Did you mean "imageTag"?')
    expect((await stored("mixed")).map((record) => record.imageTag)).toEqual(["v1", "v3"])
  })

  it("names an unknown environment of a row together with its other errors", async () => {
    const { body: response } = await send(lines({ environment: "nowhere", imageTag: "-" }))
    expect(response.errors[0].detail).toMatch(
      /^imageTag: .* environment: There is no environment "nowhere"\./,
    )
  })

  it("returns 200 with all rejected rows as NDJSON if requested, and the counts in the last line", async () => {
    const bad = Array.from({ length: 1_200 }, () => ({ imageTag: "v1", environment: "nowhere" }))
    const { text, headers } = await send(lines(...bad), { ...ndjson, accept: "application/x-ndjson" })
    const returned = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(headers.get("content-type")).toBe("application/x-ndjson")
    expect(returned).toHaveLength(1_201)
    expect(returned[0]).toMatchObject({ line: 1, pointer: "/environment" })
    expect(returned.at(-1)).toEqual({ received: 1_200, recorded: 0, updated: 0, refused: 1_200 })
    expect((await send(lines(...bad))).body.errors).toHaveLength(1_000)
  })

  it("returns 200 for an empty file, which changes nothing", async () => {
    expect((await send("\n")).body).toEqual({ received: 0, recorded: 0, updated: 0, refused: 0, errors: [] })
  })

  const row = lines({ application: "refused", environment: "dev", imageTag: "v1" })

  it("rejects anonymous callers with a 401, and viewers and read-only tokens with a 403", async () => {
    expect((await send(row, ndjson, anonymous)).status).toBe(401)
    expect((await send(row, ndjson, await sessionCaller("VIEWER"))).status).toBe(403)
    expect((await send(row, ndjson, await tokenCaller(["deployments:read"]))).status).toBe(403)
    expect(await stored("refused")).toHaveLength(0)
  })

  it("rejects rows for environments outside the token's limit, and records the others", async () => {
    const limited = await tokenCaller(["deployments:write"], { environments: ["staging"] })
    const rows = [
      { application: "limited", environment: "prod", imageTag: "v1" },
      { application: "limited", environment: "staging", imageTag: "v1" },
    ]
    const { body } = await send(lines(...rows), ndjson, limited)
    expect(body).toMatchObject({ recorded: 1, refused: 1, errors: [{ line: 1, pointer: "/environment" }] })
    expect(body.errors[0].detail).toContain('There is no environment "prod"')
  })

  it("rejects other content types with a 415, and more than 64 MiB with a 413", async () => {
    expect((await send(row, { "content-type": "application/json" })).status).toBe(415)
    expect((await send(row, { ...ndjson, "content-encoding": "gzip" })).status).toBe(415)
    expect((await send(row, { ...ndjson, "content-length": String(64 * 1024 * 1024 + 1) })).status).toBe(413)
  })
})

describe("The audit log", () => {
  it("has one entry per import with the counts", async () => {
    await send(lines({ application: "audited", environment: "dev", imageTag: "v1" }))
    const entry = await prismaClient().auditEntry.findFirstOrThrow({
      where: { action: "deployment.imported" },
      orderBy: { at: "desc" },
    })
    expect(JSON.parse(entry.body).detail).toMatchObject({
      received: 1,
      recorded: 1,
      format: "application/x-ndjson",
    })
  })
})
