import { expect, it } from "vitest"
import { forEachConcurrently } from "./for-each-concurrently"

it("processes every item once, and only a few at a time", async () => {
  const processed: number[] = []
  let running = 0
  let maxRunning = 0
  await forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1
    maxRunning = Math.max(maxRunning, running)
    await Promise.resolve()
    running -= 1
    processed.push(item)
  })
  expect(processed.toSorted()).toEqual([1, 2, 3, 4, 5])
  expect(maxRunning).toBe(2)
})

it("fails with the first item that fails", async () => {
  await expect(
    forEachConcurrently([1, 2], 1, (item) => Promise.reject(new Error(`${item}`))),
  ).rejects.toThrow("1")
})
