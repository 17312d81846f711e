import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashFixtures, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashFixtures("helm", 15)

describe("SIGKILL of helm", () => {
  it("before Helm has stored a revision: the change fails, and the release is unchanged", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    const methods = ["POST", "PUT", "DELETE"]
    const writes = fixture.faults.set({ mode: "hang", methods, pathPart: fixture.secretsPath })
    await fixture.start()
    await fixture.waitUntil(() => writes.length >= fixture.changes.length)
    fixture.injectFault()
    await fixture.killHelm()
    fixture.faults.clear()
    const states = await fixture.finish()
    expect(states.filter((state) => !/^\w+ FAILED Helm was killed/.test(state))).toEqual([])
    expect(fixture.changes.map((change) => fixture.statusOf(change))).toEqual(["", "", "", "deployed"])
  })

  it("while Helm waits: the pending revision is rolled back or completed", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    fixture.injectFault()
    await fixture.killHelm()
    fixture.openGate()
    const states = await fixture.finish()
    expect(states.slice(0, 3).filter((state) => !/^\w+ FAILED Helm was killed/.test(state))).toEqual([])
    expect(states[3]).toBe(allSucceeded[3])
    expect(fixture.changes.map((change) => fixture.statusOf(change))).toEqual(["", "failed", "failed", ""])
  })

  it("after Helm has stored its success, before it exits: the change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    await fixture.waitForHelmWithoutResponse()
    fixture.injectFault()
    await fixture.killHelm()
    fixture.faults.clear()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })
})
