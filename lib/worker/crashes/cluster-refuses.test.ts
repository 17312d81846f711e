import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashCells("refuses", 15)

describe("An API server that returns 503", () => {
  it("before Helm starts: the request is retried, and every change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    const asked = cell.faults.set({ mode: "error", status: 503, pathPart: `${cell.secretsPath}?` })
    await cell.begin()
    await cell.until(async () => cell.wasAskedForAll(asked) && (await cell.isBeforeHelm()))
    cell.strike()
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })

  it("while Helm runs: no revision stays pending, and Slipway's record matches Helm's", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    const asked = cell.faults.set({ mode: "error", status: 503, pathPart: cell.path })
    cell.openGate()
    await cell.until(() => cell.wasHelmDisturbed(asked))
    cell.faults.clear()
    await cell.peace()
  })

  it("after Helm has stored its success: the change succeeds, whatever response Helm received", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    await cell.waitForUnansweredHelm()
    cell.strike()
    cell.faults.clear()
    const asked = cell.faults.set({ mode: "error", status: 503, pathPart: cell.path })
    await cell.until(() => cell.wasAskedForAll(asked))
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
