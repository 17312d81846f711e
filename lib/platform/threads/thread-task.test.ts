import { describe, expect, it } from "vitest"
import type misbehave from "@/tools/testing/misbehave.task"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { TaskLimitError, threadTask } from "./thread-task"

const file = "tools/testing/misbehave.task.ts"
const task = threadTask<typeof misbehave>(file)
const shortTask = threadTask<typeof misbehave>(file, { milliseconds: 2_000 })
const smallTask = threadTask<typeof misbehave>(file, { resultBytes: 1_000_000 })

describe("threadTask", () => {
  it("returns the task's result", async () => {
    const { how: mode, bytes } = Object(await task("a", "return"))
    expect([mode, Buffer.from(bytes).toString()]).toEqual(["return", "bytes"])
  })

  it("terminates a task that takes too long while the event loop and other owners continue", async () => {
    await task("b", "return")
    await withoutBlocking(async () => {
      const endless = expect(shortTask("a", "loop")).rejects.toEqual(new TaskLimitError("time"))
      await expect(task("b", "return")).resolves.toBeDefined()
      await endless
    })
  })

  it("terminates a task that needs too much memory without ending the process", async () => {
    await expect(task("a", "allocate")).rejects.toEqual(new TaskLimitError("memory"))
    await expect(task("a", "return")).resolves.toBeDefined()
  })

  it("rejects a result that is too large", async () => {
    await expect(smallTask("a", "flood")).rejects.toEqual(new TaskLimitError("result"))
  })

  it("rethrows the task's error", async () => {
    await expect(task("a", "throw")).rejects.toThrow("Invalid input.")
  })

  it("hides the process environment from the task", async () => {
    expect(await task("a", "environment")).not.toContain("SLIPWAY_SECRET_KEY")
  })
})
