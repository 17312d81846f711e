import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { exportDeployments } from "@/lib/ledger/deployments/export-deployments"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { insightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { PostgresPair } from "@/tools/testing/postgres-pair"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { disconnect } from "./client"
import { Prisma } from "./generated/client"
import { applyMigrations } from "./migrate"
import { query, sqlSnapshot } from "./transaction"

const actor = systemActor("test")
const folder = temporaryFolder("replica")
let pair: PostgresPair

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  pair = await PostgresPair.start(folder)
  process.env.DATABASE_URL = pair.url
  await applyMigrations(pair.url)
}, 120_000)

afterEach(async () => {
  await disconnect()
  // A replica that failed is used again after half a minute.
  vi.setSystemTime(Date.now() + 60_000)
})

afterAll(async () => {
  vi.useRealTimers()
  delete process.env.DATABASE_REPLICA_URL
  await pair.stop()
}, 60_000)

async function beat(age: string): Promise<void> {
  process.env.DATABASE_REPLICA_URL = pair.standbyUrl
  await query(Prisma.sql`
    INSERT INTO seen_worker (id, version, helm_version, started_at, last_seen_at)
    VALUES ('worker', '1', '4', now(), clock_timestamp() - ${age}::interval)
    ON CONFLICT (id) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at`)
  await pair.untilInSync()
}

const isOnStandby = () =>
  sqlSnapshot(async () => {
    const [row] = await query<{ standby: boolean }>(Prisma.sql`SELECT pg_is_in_recovery() AS standby`)
    return row?.standby
  })

describe("With DATABASE_REPLICA_URL, reads of long periods", () => {
  it("go to the replica while it has the heartbeats of a worker", async () => {
    await beat("0 seconds")
    await expect.poll(isOnStandby).toBe(true)
  })

  it("go to the primary while the replica lags, and to the replica again afterwards", async () => {
    await beat("1 minute")
    expect(await isOnStandby()).toBe(false)
    await beat("0 seconds")
    expect(await isOnStandby()).toBe(false)
    vi.setSystemTime(Date.now() + 30_000)
    await expect.poll(isOnStandby).toBe(true)
  })

  it("go to the primary while the replica is unavailable", async () => {
    process.env.DATABASE_REPLICA_URL = "postgresql://slipway@127.0.0.1:1/slipway"
    expect(await isOnStandby()).toBe(false)
  })

  it("go to the primary if the replica rejects them, as one of another database does", async () => {
    await beat("0 seconds")
    const other = new URL(pair.standbyUrl)
    other.pathname = "/template1"
    process.env.DATABASE_REPLICA_URL = other.href
    expect(await isOnStandby()).toBe(false)
  })

  it("fail there as they do on the primary", async () => {
    await beat("0 seconds")
    await expect(sqlSnapshot(() => query(Prisma.sql`SELECT 1 / 0`))).rejects.toThrow("division by zero")
  })

  it("return the same figures and the same export as the primary", async () => {
    for (const imageTag of ["v1", "v2", "v1"])
      await recordDeployment(actor, { application: "web", environment: "dev", imageTag, status: "DEPLOYED" })
    const read = async () => ({
      insights: await getInsights(actor, insightsQuerySchema.parse({ range: "30d" })),
      exported: await text(Readable.from(await exportDeployments(actor, { format: "csv" }))),
    })
    delete process.env.DATABASE_REPLICA_URL
    const expected = await read()
    await beat("0 seconds")
    await expect.poll(isOnStandby).toBe(true)
    expect(expected.insights.totals).toMatchObject({ reached: 3 })
    expect(await read()).toEqual(expected)
  })
})
