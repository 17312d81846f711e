import { finished } from "node:stream/promises"
import type { Pool } from "pg"
import { to } from "pg-copy-streams"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { PostgresPair } from "@/tools/testing/postgres-pair"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { databaseFailure, isOutcomeUnknown } from "../database-errors"
import { openPool } from "../pool"

const folder = temporaryFolder("failover")
let pair: PostgresPair
let pool: Pool

beforeAll(async () => {
  pair = await PostgresPair.start(folder)
  process.env.DATABASE_URL = pair.url
  pool = openPool(4)
}, 120_000)

afterEach(() => pair.untilInSync())

afterAll(async () => {
  await pool.end()
  await pair.stop()
}, 60_000)

/** A statement that takes longer than the test once the server executes it. */
async function startStatement(): Promise<{ ended: Promise<unknown> }> {
  const ended = pool.query("SELECT pg_sleep(600), 'waiting'").catch((error: unknown) => error)
  await waitForBlockedClient()
  return { ended }
}

async function waitForBlockedClient(): Promise<void> {
  const working = "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%waiting%' AND wait_event = 'PgSleep'"
  await expect.poll(async () => (await pool.query(working)).rowCount).toBe(1)
}

const isStandby = async () =>
  (await pool.query<{ standby: boolean }>("SELECT pg_is_in_recovery() AS standby")).rows[0]?.standby

describe("A failover of PostgreSQL", () => {
  it("fails running statements, and the pool connects to the new primary", async () => {
    const { ended } = await startStatement()
    await pair.failOver(false)
    const error = await ended
    expect([databaseFailure(error), isOutcomeUnknown(error)]).toEqual(["unavailable", true])
    expect(await isStandby()).toBe(false)
  })

  it("also closes connections that the lost primary left open, idle or not", async () => {
    const listening = await pool.connect()
    const connectionEnd = new Promise((resolve) => listening.once("end", resolve))
    await listening.query("LISTEN something")
    const { ended } = await startStatement()
    await pair.failOver(true)
    const error = await ended
    expect([databaseFailure(error), isOutcomeUnknown(error)]).toEqual(["unavailable", true])
    await connectionEnd
    listening.release(true)
    expect(await isStandby()).toBe(false)
  })

  it("ends a COPY from the lost primary", async () => {
    const client = await pool.connect()
    const copy = client.query(to("COPY (SELECT pg_sleep(600), 'waiting') TO STDOUT"))
    const ended = finished(copy.resume()).catch((error: unknown) => error)
    await waitForBlockedClient()
    await pair.failOver(true)
    expect(await ended).toBeInstanceOf(Error)
    client.release(true)
    expect(await isStandby()).toBe(false)
  })

  it("ends the statements of a server that no longer responds, and the pool is used again when it does", async () => {
    const { ended } = await startStatement()
    pair.suspend(true)
    const error = await ended
    expect([databaseFailure(error), isOutcomeUnknown(error)]).toEqual(["unavailable", true])
    pair.suspend(false)
    expect(await isStandby()).toBe(false)
  })

  it("is waited for while the address still leads to a standby", async () => {
    process.env.DATABASE_URL = pair.standbyUrl
    const standby = openPool(1)
    process.env.DATABASE_URL = pair.url
    const error = await standby.query("SELECT 1").catch((thrown: unknown) => thrown)
    expect([databaseFailure(error), isOutcomeUnknown(error)]).toEqual(["unavailable", false])
    await standby.end()
  })

  it("keeps the connections to a server that is only slow", async () => {
    const slow = pool.query<{ pid: number }>("SELECT pg_backend_pid() AS pid FROM pg_sleep(9)")
    expect((await slow).rowCount).toBe(1)
  })
})
