import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashFixtures, crashTimeout } from "@/tools/testing/crash-fixtures"

const leaseSeconds = 5
const current = crashFixtures("stopped", leaseSeconds)

describe("SIGTERM of the worker", () => {
  it("before Helm starts: the worker hands over, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndReachHistory()
    fixture.injectFault()
    await fixture.worker.end("SIGTERM")
    fixture.faults.clear()
    await fixture.worker.start()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })

  it("while Helm waits: an install or upgrade is stopped cleanly, a rollback or uninstall runs to completion", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    fixture.injectFault()
    const ended = fixture.worker.end("SIGTERM")
    // Other workers may take the lease of the first two. The last two stay with this worker, however long Helm takes.
    await fixture.waitUntil(async () => (await fixture.held()).join() === "false,false,true,true")
    const since = Date.now()
    await fixture.waitUntil(() => Date.now() - since > 2 * leaseSeconds * 1_000)
    expect(await fixture.held()).toEqual([false, false, true, true])
    fixture.openGate()
    await ended
    await fixture.worker.start()
    const states = await fixture.finish()
    expect(states.slice(0, 2).join()).toMatch(/^INSTALL FAILED .*,UPGRADE FAILED /)
    expect(states.slice(2)).toEqual(allSucceeded.slice(2))
  })

  it("after Helm has succeeded, before it is recorded: the next worker reads it from Helm", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    const unlock = await fixture.waitForUnseenHelmExit()
    fixture.injectFault()
    await fixture.worker.end("SIGTERM")
    await unlock()
    await fixture.worker.start()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })
})
