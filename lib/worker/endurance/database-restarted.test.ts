import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { disconnect } from "@/lib/platform/db/client"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashFixtures, crashTimeout } from "@/tools/testing/crash-fixtures"
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

const current = crashFixtures("database", 15)

describe("A restart of PostgreSQL", () => {
  it("before Helm starts: every change succeeds", { timeout: crashTimeout }, async () => {
    const fixture = current()
    await fixture.beginAndReachHistory()
    fixture.injectFault()
    await database.restart()
    fixture.faults.clear()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })

  it("while Helm waits: Helm is not disturbed, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    fixture.injectFault()
    await database.restart()
    fixture.openGate()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })

  it("after Helm has succeeded, before it is recorded: it is recorded afterwards", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    const unlock = await fixture.waitForUnseenHelmExit()
    fixture.injectFault()
    await database.restart()
    await unlock()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })
})
