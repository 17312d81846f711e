import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const leaseSeconds = 5
const current = crashCells("stopped", leaseSeconds)

describe("SIGTERM of the worker", () => {
  it("before Helm starts: the worker hands over, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndReachHistory()
    cell.strike()
    await cell.worker.end("SIGTERM")
    cell.faults.clear()
    await cell.worker.start()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("while Helm waits: an install or upgrade is stopped cleanly, a rollback or uninstall runs to completion", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    const ended = cell.worker.end("SIGTERM")
    // Other workers may take the lease of the first two. The last two stay with this worker, however long Helm takes.
    await cell.until(async () => (await cell.held()).join() === "false,false,true,true")
    const since = Date.now()
    await cell.until(() => Date.now() - since > 2 * leaseSeconds * 1_000)
    expect(await cell.held()).toEqual([false, false, true, true])
    cell.openGate()
    await ended
    await cell.worker.start()
    const states = await cell.peace()
    expect(states.slice(0, 2).join()).toMatch(/^INSTALL FAILED .*,UPGRADE FAILED /)
    expect(states.slice(2)).toEqual(allSucceeded.slice(2))
  })

  it("after Helm has succeeded, before it is recorded: the next worker reads it from Helm", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    const unlock = await cell.waitForUnseenHelmExit()
    cell.strike()
    await cell.worker.end("SIGTERM")
    await unlock()
    await cell.worker.start()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
