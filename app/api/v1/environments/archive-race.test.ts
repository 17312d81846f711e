import { Client } from "pg"
import { beforeAll, describe, expect, it } from "vitest"
import { deployments, history, deploymentImport as imports, removals } from "@/app/api/v1/deployments/routes"
import { environment, environments } from "@/app/api/v1/environments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const base = "/api/v1/platform"
let admin: Caller
let pipeline: Caller

beforeAll(async () => {
  admin = await sessionCaller("ADMIN")
  pipeline = await tokenCaller(["deployments:read", "deployments:write"])
})

const record = (body: object) =>
  callRoute(deployments, "POST", {
    caller: pipeline,
    path: `${base}/deployments`,
    body: { imageTag: "v1", ...body },
  })
const remove = (body: object) =>
  callRoute(removals, "POST", { caller: pipeline, path: `${base}/deployments/removals`, body })
const importRow = (row: object) =>
  callRoute(imports, "POST", {
    caller: pipeline,
    path: `${base}/deployments/import`,
    headers: { "content-type": "application/x-ndjson" },
    body: JSON.stringify(row),
  })

async function createEnvironment(name: string, more: object = { rank: 27 }): Promise<string> {
  await callRoute(environments, "POST", {
    caller: admin,
    path: `${base}/environments`,
    body: { name, ...more },
  })
  return (await prismaClient().environment.findUniqueOrThrow({ where: { name } })).id
}

const archiving = (id: string): [string, unknown[]][] => [
  ["SELECT 1 FROM environment WHERE id = $1 FOR UPDATE", [id]],
  ["UPDATE environment SET archived_at = now() WHERE id = $1", [id]],
]

/**
 * A concurrent transaction that is started by `work` and commits once `waiting` other statements are waiting for it.
 */
async function whileOpen<T>(statements: [string, unknown[]][], waiting: number, act: () => Promise<T>) {
  const other = new Client({ connectionString: process.env.DATABASE_URL })
  await other.connect()
  try {
    await other.query("BEGIN")
    for (const [statement, values] of statements) await other.query(statement, values)
    const acted = act()
    await expect.poll(countWaiting, { timeout: 20_000 }).toBe(waiting)
    await other.query("COMMIT")
    return await acted
  } finally {
    await other.end()
  }
}

async function countWaiting(): Promise<number> {
  const [waiters] = await prismaClient().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return waiters?.n ?? 0
}

it("an environment accepts no record, removal or import that arrives while it is archived", async () => {
  const id = await createEnvironment("raced")
  await record({ environment: "raced", application: "known", imageTag: "v5" })
  const [first, lateRecord, removal, imported] = await whileOpen(archiving(id), 4, () =>
    Promise.all([
      record({ environment: "raced", application: "new" }),
      record({
        environment: "raced",
        application: "late",
        externalId: "run-1",
        deployedAt: "2026-01-01T00:00:00Z",
      }),
      remove({ environment: "raced", application: "known" }),
      importRow({ environment: "raced", application: "imported", imageTag: "v3" }),
    ]),
  )
  for (const response of [first, lateRecord, removal])
    expect([response.status, response.body.code]).toEqual([422, "environment_archived"])
  expect(imported.body).toMatchObject({ recorded: 0, refused: 1, errors: [{ pointer: "/environment" }] })
  const path = `${base}/deployments/history?environment=raced`
  expect((await callRoute(history, "GET", { caller: pipeline, path })).body).toMatchObject([
    { imageTag: "v5" },
  ])
  expect(await prismaClient().lane.count({ where: { environmentId: id } })).toBe(1)
})

it("archiving an environment waits for the records that are being stored", async () => {
  const id = await createEnvironment("busy")
  const storing: [string, unknown[]][] = [["SELECT require_open_environment($1)", [id]]]
  const { body } = await whileOpen(storing, 1, () =>
    callRoute(environment, "PATCH", {
      caller: admin,
      path: `${base}/environments/busy`,
      params: { name: "busy" },
      body: { archived: true },
    }),
  )
  expect(body.archived).toBe(true)
})

describe("A member of a family", () => {
  async function createMember(family: string): Promise<{ familyId: string; memberId: string }> {
    const familyId = await createEnvironment(family, { rank: null, aliases: [`${family}-*`] })
    await record({ environment: `${family}-1`, application: "web" })
    const where = { name: `${family}-1` }
    return { familyId, memberId: (await prismaClient().environment.findUniqueOrThrow({ where })).id }
  }

  it("accepts a record that arrives while it is being archived for inactivity, and is restored", async () => {
    const { memberId } = await createMember("preview")
    const response = await whileOpen(archiving(memberId), 1, () =>
      record({ environment: "preview-1", application: "web", imageTag: "v2" }),
    )
    expect([response.status, response.body.imageTag]).toEqual([201, "v2"])
    const member = await prismaClient().environment.findUniqueOrThrow({ where: { id: memberId } })
    expect(member.archivedAt).toBeNull()
  })

  it("rejects a record that arrives while the family is being archived, whether the member exists or not", async () => {
    const { familyId } = await createMember("closing")
    const responses = await whileOpen(archiving(familyId), 2, () =>
      Promise.all(
        ["closing-1", "closing-2"].map((environment) =>
          record({ environment, application: "web", imageTag: "v2" }),
        ),
      ),
    )
    for (const response of responses)
      expect([response.status, response.body.code]).toEqual([422, "environment_archived"])
    const members = await prismaClient().environment.findMany({ where: { familyId }, select: { name: true } })
    expect(members).toEqual([{ name: "closing-1" }])
  })
})
