import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashCells("killed", 5)

describe("SIGKILL of the worker", () => {
  it("before Helm starts: the next worker starts it, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndReachHistory()
    cell.strike()
    await cell.worker.end("SIGKILL")
    cell.faults.clear()
    await cell.worker.start()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("while Helm waits: the next worker starts no second Helm, and repairs the pending revision", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    await cell.worker.end("SIGKILL")
    cell.openGate()
    await cell.worker.start()
    const states = await cell.peace()
    // A rollback and an uninstall must never be stopped. They finish without a worker.
    expect(states.slice(2)).toEqual(allSucceeded.slice(2))
  })

  it("after Helm has succeeded, before it is recorded: the next worker reads it from Helm", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    const unlock = await cell.waitForUnseenHelmExit()
    cell.strike()
    await cell.worker.end("SIGKILL")
    await unlock()
    await cell.worker.start()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
