import { describe, expect, it } from "vitest"
import { allSucceeded } from "@/tools/testing/crash-fixture"
import { crashCells, crashTimeout } from "@/tools/testing/crash-fixtures"

const current = crashCells("helm", 15)

describe("SIGKILL of helm", () => {
  it("before it has written anything: the change failed, and the release is as it was", {
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

  it("while it waits: what it left pending is taken back, or brought to its end", {
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

  it("after it has written its success and before it could tell: the change succeeded", {
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
