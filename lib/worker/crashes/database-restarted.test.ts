import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { disconnect } from "@/lib/platform/db/client"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"
import { type OwnDatabase, ownDatabase } from "@/tools/testing/own-database"

// Other tests use the shared database server at the same time.
let database: OwnDatabase
beforeAll(async () => {
  database = await ownDatabase()
  await disconnect()
  process.env.DATABASE_URL = database.url
}, 120_000)
afterAll(async () => {
  await disconnect()
  await database.remove()
}, 60_000)

const current = crashCells("database", 15)

describe("A restart of PostgreSQL", () => {
  it("before Helm starts: every change succeeds", { timeout: crashTimeout }, async () => {
    const cell = current()
    await cell.beginAndReachHistory()
    cell.strike()
    await database.restart()
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("while Helm waits: Helm is not disturbed, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    await database.restart()
    cell.openGate()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("after Helm has succeeded, before it is recorded: it is recorded afterwards", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    const unlock = await cell.waitForUnseenHelmExit()
    cell.strike()
    await database.restart()
    await unlock()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
