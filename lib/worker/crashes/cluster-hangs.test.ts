import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashCells("hangs", 15)

describe("An API server that hangs", () => {
  it("before Helm is started: it is asked again, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    const asked = cell.faults.set({ mode: "hang", pathPart: `${cell.secretsPath}?` })
    await cell.begin()
    await cell.until(async () => cell.wasAskedForAll(asked) && (await cell.isBeforeHelm()))
    cell.strike()
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("while Helm is at work: nothing stays pending, and Slipway knows what Helm knows", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    const asked = cell.faults.set({ mode: "hang", pathPart: cell.path })
    cell.openGate()
    await cell.until(() => cell.wasHelmDisturbed(asked))
    cell.faults.clear()
    await cell.peace()
  })

  it("after Helm has written its success: that is what counts, whatever Helm was answered", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    await cell.waitForUnansweredHelm()
    cell.strike()
    cell.faults.clear()
    const asked = cell.faults.set({ mode: "hang", pathPart: cell.path })
    await cell.until(() => cell.wasAskedForAll(asked))
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
