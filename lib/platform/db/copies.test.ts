import { expect, it, vi } from "vitest"

it("A transaction has one connection for every copy of the module that a bundle brings", async () => {
  const first = await import("./transaction")
  await first.transaction(async () => expect(first.openConnection()).toBeDefined())
  vi.resetModules()
  const second = await import("./transaction")
  expect(second.transaction).not.toBe(first.transaction)
  await second.transaction(async () => expect(second.openConnection()).toBe(first.openConnection()))
})
