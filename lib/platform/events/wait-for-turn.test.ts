import { expect, it } from "vitest"
import { waitForTurn } from "./wait-for-turn"

it("Streams write in the order of their requests, and other work runs in between", async () => {
  const order: (number | "other")[] = []
  const writes = Array.from({ length: 50 }, (_, stream) => waitForTurn().then(() => order.push(stream)))
  let isOver = false
  const other = () => {
    order.push("other")
    if (!isOver) setImmediate(other)
  }
  setImmediate(other)
  await Promise.all(writes)
  isOver = true
  expect(order.filter((one) => one !== "other")).toEqual([...writes.keys()])
  const runs = order.join().split("other")
  expect(Math.max(...runs.map((run) => run.split(",").filter(Boolean).length))).toBeLessThan(20)
})
