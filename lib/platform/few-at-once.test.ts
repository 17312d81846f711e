import { expect, it } from "vitest"
import { fewAtOnce } from "./few-at-once"

it("processes every item once, and only a few at a time", async () => {
  const done: number[] = []
  let running = 0
  let most = 0
  await fewAtOnce([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    done.push(item)
  })
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

it("fails with the first item that fails", async () => {
  await expect(fewAtOnce([1, 2], 1, (item) => Promise.reject(new Error(`${item}`)))).rejects.toThrow("1")
})
