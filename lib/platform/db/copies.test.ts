import { expect, it, vi } from "vitest"

it("All bundled copies of the module share the connection of a transaction", async () => {
  const first = await import("./transaction")
  await first.transaction(async () => expect(first.openConnection()).toBeDefined())
  vi.resetModules()
  const second = await import("./transaction")
  expect(second.transaction).not.toBe(first.transaction)
  await second.transaction(async () => expect(second.openConnection()).toBe(first.openConnection()))
})
