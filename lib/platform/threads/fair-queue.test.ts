import { describe, expect, it } from "vitest"
import { FairQueue } from "./fair-queue"

/** Work that the test ends. */
function controlled() {
  const started: string[] = []
  const finishers: (() => void)[] = []
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      started.push(name)
      finishers.push(() => resolve(name))
    })
  return { started, finishers, work }
}

describe("FairQueue", () => {
  const limits = { running: 2, runningOfOwner: 1, waitingOfOwner: 3 }

  it("limits the concurrent tasks of one owner and lets other owners pass", async () => {
    const { started, work } = controlled()
    const queue = new FairQueue(limits)
    for (const name of ["a1", "a2", "a3"]) void queue.run("a", work(name))
    void queue.run("b", work("b1"))
    await Promise.resolve()
    await Promise.resolve()
    expect(started).toEqual(["a1", "b1"])
  })

  it("alternates between waiting owners", async () => {
    const { started, finishers, work } = controlled()
    const queue = new FairQueue({ ...limits, running: 1, waitingOfOwner: 10 })
    const submitted = [
      ...["a1", "a2", "a3"].map((name) => queue.run("a", work(name))),
      queue.run("b", work("b1")),
      queue.run("c", work("c1")),
    ]
    for (let index = 0; index < submitted.length; index++) {
      await expect.poll(() => finishers.length).toBe(index + 1)
      finishers[index]?.()
    }
    await Promise.all(submitted)
    expect(started).toEqual(["a1", "a2", "b1", "c1", "a3"])
  })

  it("rejects tasks beyond an owner's queue limit, for that owner only", async () => {
    const { work } = controlled()
    const queue = new FairQueue(limits)
    for (let index = 0; index < 4; index++) void queue.run("a", work("a"))
    await expect(queue.run("a", work("a"))).rejects.toMatchObject({ kind: "too_many_requests" })
    void queue.run("b", work("b"))
  })

  it("continues after a task fails", async () => {
    const queue = new FairQueue({ ...limits, running: 1 })
    await expect(queue.run("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no")
    await expect(queue.run("a", async () => "yes")).resolves.toBe("yes")
  })
})
