import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/lib/testing/crash-cell"
import { crashCells, crashTimeout } from "@/lib/testing/crash-cells"

const current = crashCells("stopped", 2)

describe("SIGTERM of the worker", () => {
  it("before Helm is started: it hands over, and every change succeeds", {
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

  it("while Helm waits: an install or upgrade is stopped cleanly, a rollback or uninstall runs to its end", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    await cell.worker.end("SIGTERM")
    cell.openGate()
    await cell.worker.start()
    const states = await cell.peace()
    expect(states.slice(0, 2).join()).toMatch(/^INSTALL FAILED .*,UPGRADE FAILED /)
    expect(states.slice(2)).toEqual(allSucceeded.slice(2))
  })

  it("after Helm has succeeded, before that is written down: the next worker reads it from Helm", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    const unlock = await cell.untilHelmHasEndedUnseen()
    cell.strike()
    await cell.worker.end("SIGTERM")
    await unlock()
    await cell.worker.start()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
