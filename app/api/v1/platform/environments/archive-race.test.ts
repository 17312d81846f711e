import { Client } from "pg"
import { beforeAll, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import * as history from "../deployments/history/route"
import * as imports from "../deployments/import/route"
import * as removals from "../deployments/removals/route"
import * as deployments from "../deployments/route"
import * as environment from "./[...name]/route"
import * as environments from "./route"

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

async function createEnvironment(name: string): Promise<string> {
  await callRoute(environments, "POST", {
    caller: admin,
    path: `${base}/environments`,
    body: { name, rank: 27 },
  })
  return (await prismaClient().environment.findUniqueOrThrow({ where: { name } })).id
}

/** A concurrent transaction, which `work` begins and which commits once `waiting` other statements wait for it. */
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
  const [found] = await prismaClient().$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return found?.n ?? 0
}

it("an environment takes no record, removal or import that arrives while it is archived", async () => {
  const id = await createEnvironment("raced")
  await record({ environment: "raced", application: "known", imageTag: "v5" })
  const archive: [string, unknown[]][] = [
    ["SELECT 1 FROM environment WHERE id = $1 FOR UPDATE", [id]],
    ["UPDATE environment SET archived_at = now() WHERE id = $1", [id]],
  ]
  const [first, late, removal, imported] = await whileOpen(archive, 4, () =>
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
  for (const answer of [first, late, removal])
    expect([answer.status, answer.body.code]).toEqual([422, "environment_archived"])
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
      params: { name: ["busy"] },
      body: { archived: true },
    }),
  )
  expect(body.archived).toBe(true)
})
