import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashCells("helm", 15)

describe("SIGKILL of helm", () => {
  it("before Helm has stored a revision: the change fails, and the release is unchanged", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    const methods = ["POST", "PUT", "DELETE"]
    const writes = cell.faults.set({ mode: "hang", methods, pathPart: cell.secretsPath })
    await cell.begin()
    await cell.until(() => writes.length >= cell.changes.length)
    cell.strike()
    await cell.killHelm()
    cell.faults.clear()
    const states = await cell.peace()
    expect(states.filter((state) => !/^\w+ FAILED Helm was killed/.test(state))).toEqual([])
    expect(cell.changes.map((change) => cell.statusOf(change))).toEqual(["", "", "", "deployed"])
  })

  it("while Helm waits: the pending revision is rolled back or completed", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    cell.strike()
    await cell.killHelm()
    cell.openGate()
    const states = await cell.peace()
    expect(states.slice(0, 3).filter((state) => !/^\w+ FAILED Helm was killed/.test(state))).toEqual([])
    expect(states[3]).toBe(allSucceeded[3])
    expect(cell.changes.map((change) => cell.statusOf(change))).toEqual(["", "failed", "failed", ""])
  })

  it("after Helm has stored its success, before it exits: the change succeeds", {
    timeout: crashTimeout,
  }, async () => {
    const cell = current()
    await cell.beginAndWait()
    await cell.waitForUnansweredHelm()
    cell.strike()
    await cell.killHelm()
    cell.faults.clear()
    expect(await cell.peace()).toEqual(allSucceeded)
  })
})
