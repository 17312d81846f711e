import { describe, expect, it } from "vitest"
import type misbehave from "@/tools/testing/misbehave.task"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { TaskLimitError, threadTask } from "./thread-task"

const file = "tools/testing/misbehave.task.ts"
const task = threadTask<typeof misbehave>(file)
const short = threadTask<typeof misbehave>(file, { milliseconds: 5_000, resultBytes: 1_000_000 })

describe("threadTask", () => {
  it("answers what the task returns", async () => {
    const { how, bytes } = Object(await task("a", "answer"))
    expect([how, Buffer.from(bytes).toString()]).toEqual(["answer", "bytes"])
  })

  it("ends a task that takes too long, while the event loop and other owners go on", async () => {
    await task("b", "answer")
    await withoutBlocking(async () => {
      const endless = expect(short("a", "loop")).rejects.toEqual(new TaskLimitError("time"))
      await expect(task("b", "answer")).resolves.toBeDefined()
      await endless
    })
  })

  it("ends a task that wants too much memory, and the process lives on", async () => {
    await expect(task("a", "allocate")).rejects.toEqual(new TaskLimitError("memory"))
    await expect(task("a", "answer")).resolves.toBeDefined()
  })

  it("refuses a result that is too large", async () => {
    await expect(short("a", "flood")).rejects.toEqual(new TaskLimitError("result"))
  })

  it("hands on what the task throws", async () => {
    await expect(task("a", "throw")).rejects.toThrow("It cannot be read.")
  })

  it("keeps the environment of the process from the task", async () => {
    expect(await task("a", "environment")).not.toContain("SLIPWAY_SECRET_KEY")
  })
})
