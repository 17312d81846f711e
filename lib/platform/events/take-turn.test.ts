import { expect, it } from "vitest"
import { takeTurn } from "./take-turn"

it("Streams write in the order of their requests, and other work runs in between", async () => {
  const ran: (number | "other")[] = []
  const writes = Array.from({ length: 50 }, (_, stream) => takeTurn().then(() => ran.push(stream)))
  let isOver = false
  const other = () => {
    ran.push("other")
    if (!isOver) setImmediate(other)
  }
  setImmediate(other)
  await Promise.all(writes)
  isOver = true
  expect(ran.filter((one) => one !== "other")).toEqual([...writes.keys()])
  const together = ran.join().split("other")
  expect(Math.max(...together.map((some) => some.split(",").filter(Boolean).length))).toBeLessThan(20)
})
