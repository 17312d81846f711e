import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashFixtures, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashFixtures("killed", 5)

describe("SIGKILL of the worker", () => {
  it("before Helm starts: the next worker starts it, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndReachHistory()
    fixture.injectFault()
    await fixture.worker.end("SIGKILL")
    fixture.faults.clear()
    await fixture.worker.start()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })

  it("while Helm waits: the next worker starts no second Helm, and repairs the pending revision", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    fixture.injectFault()
    await fixture.worker.end("SIGKILL")
    fixture.openGate()
    await fixture.worker.start()
    const states = await fixture.finish()
    // A rollback and an uninstall must never be stopped. They finish without a worker.
    expect(states.slice(2)).toEqual(allSucceeded.slice(2))
  })

  it("after Helm has succeeded, before it is recorded: the next worker reads it from Helm", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    const unlock = await fixture.waitForUnseenHelmExit()
    fixture.injectFault()
    await fixture.worker.end("SIGKILL")
    await unlock()
    await fixture.worker.start()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })
})
