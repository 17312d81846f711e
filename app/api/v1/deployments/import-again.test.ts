import { beforeAll, describe, expect, it } from "vitest"
import {
  deploymentExport as exportRoute,
  deployments as recordRoute,
  deploymentImport as route,
} from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

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

describe("POST /import with an externalId", () => {
  const at = "2026-04-01T08:00:00Z"
  const started = {
    application: "again",
    environment: "dev",
    imageTag: "v9",
    status: "PENDING",
    deployedAt: at,
  }

  it("updates the record of an earlier request and reports it", async () => {
    await callRoute(recordRoute, "POST", {
      caller: pipeline,
      path: "/api/v1/platform/deployments",
      body: { ...started, externalId: "again-1" },
    })
    const done = {
      ...started,
      status: "DEPLOYED",
      completedAt: "2026-04-01T08:04:12Z",
      deployedAt: undefined,
    }
    const { body } = await send(lines({ ...done, externalId: "again-1" }))
    expect(body).toMatchObject({ recorded: 0, updated: 1, refused: 0 })
    expect(await stored("again")).toMatchObject([{ status: "DEPLOYED", isFirstArrival: true, version: 2 }])
  })

  it("creates one record when the externalId is repeated in a file", async () => {
    const row = { ...started, application: "twice", externalId: "twice-1" }
    const { body } = await send(
      lines(
        { ...row, status: "DEPLOYED", completedAt: "2026-04-01T07:00:00Z" },
        row,
        { ...row, status: "DEPLOYED", deployedAt: undefined, completedAt: "2026-04-01T08:01:00Z" },
        { ...row, status: "FAILED" },
        { ...row, imageTag: "v10" },
        { ...row, environment: "prod" },
      ),
    )
    expect(body).toMatchObject({ received: 6, recorded: 1, updated: 1, refused: 4 })
    expect(
      body.errors.map((error: { line: number; pointer: string }) => [error.line, error.pointer]),
    ).toEqual([
      [1, "/completedAt"],
      [4, "/status"],
      [5, "/externalId"],
      [6, "/externalId"],
    ])
    expect(await stored("twice")).toMatchObject([
      { status: "DEPLOYED", completedAt: new Date("2026-04-01T08:01:00Z") },
    ])
  })

  it("changes nothing when the same file is imported again", async () => {
    const file = lines(
      ...[1, 2, 3].map((run) => ({
        ...started,
        application: "same",
        externalId: `same-${run}`,
        notes: "as is",
      })),
    )
    await send(file)
    const before = await stored("same")
    expect((await send(file)).body).toMatchObject({ recorded: 0, updated: 3 })
    expect(await stored("same")).toEqual(before)
  })

  it("creates another record for another caller", async () => {
    const row = lines({ ...started, application: "callers", externalId: "shared" })
    await send(row)
    await send(row, ndjson, await tokenCaller(["deployments:write"], { name: "other" }))
    expect(await stored("callers")).toHaveLength(2)
  })
})

describe("POST /import of an export", () => {
  const base = { environment: "dev", gitBranch: "main" }
  const at = { deployedAt: "2026-05-01T08:00:00Z", completedAt: "2026-05-01T08:03:00Z" }
  const post = (body: object) =>
    callRoute(recordRoute, "POST", { caller: pipeline, path: "/api/v1/platform/deployments", body })
  const exported = async (application: string, format: string) => {
    const exportPath = `/api/v1/platform/deployments/export?format=${format}&application=${application}`
    const reader = await tokenCaller(["deployments:read"])
    return (await callRoute(exportRoute, "GET", { caller: reader, path: exportPath })).text
  }

  it.each([
    ["ndjson", "application/x-ndjson"],
    ["csv", "text/csv"],
  ])("changes nothing as %s, regardless of which times are known", async (format, type) => {
    const application = `export-${format}`
    const one = { ...base, application }
    await post({ ...one, imageTag: "v1" })
    await post({ ...one, imageTag: "v2", status: "FAILED" })
    await post({ ...one, imageTag: "v3", deployedAt: at.deployedAt })
    await post({ ...one, imageTag: "v4", completedAt: at.completedAt })
    await post({ ...one, imageTag: "v5", ...at })
    await post({ ...one, imageTag: "v6", status: "PENDING", externalId: `${application}-6` })
    await post({ ...one, imageTag: "v7", status: "PENDING", externalId: `${application}-7` })
    await post({ ...one, imageTag: "v7", status: "DEPLOYED", externalId: `${application}-7` })
    await post({ ...one, imageTag: "v8", status: "ROLLED_BACK", ...at })
    const before = await exported(application, format)
    const repeated = await send(before, { "content-type": type })
    expect(repeated.body).toMatchObject({ recorded: 0, updated: 8, refused: 0 })
    expect(await exported(application, format)).toBe(before)
  })
})

describe("POST /import with an Idempotency-Key", () => {
  it("imports the same file once, and rejects another file with the same key", async () => {
    const key = { ...ndjson, "idempotency-key": crypto.randomUUID() }
    const row = lines({ application: "once-only", environment: "dev", imageTag: "v1" })
    const first = await send(row, key)
    const second = await send(row, key)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    expect((await send(`${row}${row}`, key)).status).toBe(422)
    expect(await stored("once-only")).toHaveLength(1)
  })
})

describe("POST /import during other imports", () => {
  it("waits while two are running, and runs those of one caller sequentially", async () => {
    const row = (application: string) => lines({ application, environment: "dev", imageTag: "v1" })
    await send(row("held"))
    const callers = await Promise.all(
      ["a", "b", "c"].map((name) => tokenCaller(["deployments:write"], { name })),
    )
    const ended: string[] = []
    const startDeployment = async (name: string, caller = pipeline) => {
      const { status } = await send(row(name), ndjson, caller)
      ended.push(name)
      return status
    }
    const waitingForLane = async () => {
      const [{ n } = { n: 0 }] = await prismaClient().$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      return n
    }
    const [first, second, third] = await prismaClient().$transaction(async (holder) => {
      await holder.$queryRaw`SELECT 1 FROM lane WHERE application = 'held' FOR UPDATE`
      const imports = [startDeployment("held", callers[0]), startDeployment("held", callers[1])]
      await expect.poll(waitingForLane).toBe(2)
      imports.push(startDeployment("free", callers[2]))
      for (let number = 0; number < 20; number++)
        await callRoute(recordRoute, "POST", {
          caller: pipeline,
          path: "/api/v1/platform/deployments",
          body: { application: "unhindered", environment: "dev", imageTag: `v${number}` },
        })
      expect(ended).toEqual([])
      return imports
    })
    expect(await Promise.all([first, second, third])).toEqual([200, 200, 200])
  })
})

describe("POST /import with concurrent writes", () => {
  it("keeps every lane correct", async () => {
    const application = "busy"
    const row = (imageTag: string, minute: number) => ({
      application,
      environment: "prod",
      imageTag,
      deployedAt: new Date(Date.UTC(2026, 4, 1, 0, minute)).toISOString(),
    })
    const record = (minute: number) =>
      callRoute(recordRoute, "POST", {
        caller: pipeline,
        path: "/api/v1/platform/deployments",
        body: row(`single-${minute}`, minute),
      })
    const imported = (from: number) =>
      send(lines(...Array.from({ length: 40 }, (_, index) => row(`file-${from}-${index}`, from + index * 7))))
    const responses = await Promise.all([
      imported(0),
      ...Array.from({ length: 10 }, (_, index) => record(index * 11)),
      imported(3),
      ...Array.from({ length: 10 }, (_, index) => record(index * 13 + 1)),
    ])
    expect(responses.every(({ status }) => status < 300)).toBe(true)
    const records = await prismaClient().deployment.findMany({
      where: { application },
      orderBy: [{ deployedAt: "asc" }, { seq: "asc" }],
    })
    expect(records).toHaveLength(100)
    expect(records.map((one) => one.previousImageTag)).toEqual([
      null,
      ...records.slice(0, -1).map((one) => one.imageTag),
    ])
  })
})
