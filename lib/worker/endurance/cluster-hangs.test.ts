import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashFixtures, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashFixtures("hangs", 15)

describe("An API server that hangs", () => {
  it("before Helm starts: the request is retried, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    const accepted = fixture.faults.set({ mode: "hang", pathPart: `${fixture.secretsPath}?` })
    await fixture.start()
    await fixture.waitUntil(
      async () => fixture.wasRequestedForAll(accepted) && (await fixture.isBeforeHelm()),
    )
    fixture.injectFault()
    fixture.faults.clear()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })

  it("while Helm runs: no revision stays pending, and Slipway's record matches Helm's", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    fixture.injectFault()
    const accepted = fixture.faults.set({ mode: "hang", pathPart: fixture.path })
    fixture.openGate()
    await fixture.waitUntil(() => fixture.wasHelmDisturbed(accepted))
    fixture.faults.clear()
    await fixture.finish()
  })

  it("after Helm has stored its success: the change succeeds, whatever response Helm received", {
    timeout: crashTimeout,
  }, async () => {
    const fixture = current()
    await fixture.beginAndWait()
    await fixture.waitForHelmWithoutResponse()
    fixture.injectFault()
    fixture.faults.clear()
    const accepted = fixture.faults.set({ mode: "hang", pathPart: fixture.path })
    await fixture.waitUntil(() => fixture.wasRequestedForAll(accepted))
    fixture.faults.clear()
    expect(await fixture.finish()).toEqual(allSucceeded)
  })
})
