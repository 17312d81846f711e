import { afterAll, beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { type OwnDatabase, ownDatabase } from "@/tools/testing/own-database"
import { seedEnvironments } from "@/tools/testing/seed-ledger"
import { getInsights } from "./get-insights"
import { packChunks } from "./pack-chunks"

const records = 3_000
const chunkRecords = 16

// Other tests use the shared database server at the same time.
let database: OwnDatabase

beforeAll(async () => {
  database = await ownDatabase()
  await disconnect()
  process.env.DATABASE_URL = database.url
  const ids = await seedEnvironments()
  for (const [index, name] of ["dev", "staging", "prod"].entries()) {
    const id = ids.get(name)
    await prismaClient().$executeRaw`
      INSERT INTO lane (application, environment_id) VALUES ('platform', ${id}::uuid)`
    await prismaClient().$executeRaw`
      INSERT INTO deployment (id, application, environment_id, image_tag, status, deployed_at, completed_at, committed_at,
        is_first_arrival, initiated_by, source, recorded_by)
      SELECT gen_random_uuid(), 'platform', ${id}::uuid, 'v' || i, 'DEPLOYED', at, at + make_interval(secs => i % 97),
        at - make_interval(secs => i % 89), true, 'test', 'test', 'test'
      FROM generate_series(1, ${records}) i,
        LATERAL (SELECT now() - make_interval(mins => 5000 - i, secs => -${index}::int) AS at) times`
  }
  // Otherwise a fast machine packs everything before it is killed.
  await prismaClient().$executeRaw`
    CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.003); RETURN NEW; END'`
  await prismaClient().$executeRaw`
    CREATE TRIGGER take_time BEFORE INSERT OR UPDATE ON lane_chunk FOR EACH ROW EXECUTE FUNCTION take_time()`
}, 120_000)

afterAll(async () => {
  await disconnect()
  await database.remove()
}, 60_000)

async function figures() {
  const to = new Date("2100-01-01")
  const { totals, heatMap, durationHistogram } = await getInsights(systemActor("test"), {
    from: new Date("2000-01-01"),
    to,
    bucket: "month",
    timeZone: "UTC",
  })
  return { totals: { ...totals, perDay: null, deployDaysPerWeek: null }, heatMap, durationHistogram }
}

/** The number of packed records. */
async function packed(): Promise<number> {
  const { _sum: sum } = await prismaClient().laneChunk.aggregate({
    where: { facts: { not: null } },
    _sum: { n: true },
  })
  return sum.n ?? 0
}

const ways: Record<string, () => Promise<unknown>> = {
  // What PostgreSQL sees of a worker that is killed: its connections end.
  "the worker": () => prismaClient().$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`,
  PostgreSQL: () => database.crash(),
}

it.each(Object.entries(ways))(
  "kill -9 of %s in the middle of packing loses no record and doubles none",
  async (_, kill) => {
    await prismaClient().$executeRaw`DELETE FROM lane_chunk`
    const before = await figures()
    expect(before.totals.reached).toBe(3 * records)
    for (const share of [0.1, 0.4, 0.7]) {
      const packing = packChunks(undefined, chunkRecords).catch(() => undefined)
      await expect.poll(packed, { interval: 10 }).toBeGreaterThan(share * 3 * records)
      await kill()
      await packing
      await disconnect()
      const done = await packed()
      expect(done).toBeGreaterThan(share * 3 * records)
      expect(done).toBeLessThan(3 * records)
      expect(await figures()).toEqual(before)
    }
    await packChunks(undefined, chunkRecords)
    expect(await packed()).toBe(3 * records)
    expect(await figures()).toEqual(before)
  },
  60_000,
)
