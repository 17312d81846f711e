import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { RestartedProcess, type Running } from "@/tools/launch/restarted-process"

/** A process that exits when `end` is called or it is stopped. */
class Fake implements Running {
  private readonly ending = Promise.withResolvers<string>()
  readonly exited = this.ending.promise
  stopped = false

  end(how: string): void {
    this.ending.resolve(how)
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.ending.resolve("stopped")
  }
}

const never = new AbortController().signal
let started: Fake[]

async function start(): Promise<Fake> {
  const fake = new Fake()
  started.push(fake)
  return fake
}

beforeEach(() => {
  started = []
  vi.spyOn(process.stdout, "write").mockReturnValue(true)
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe("RestartedProcess", () => {
  it("restarts a process each time it exits, until it is stopped", async () => {
    const restarted = await RestartedProcess.start("Fake", start, never)
    for (const crash of [1, 2]) {
      started.at(-1)?.end("SIGKILL")
      await vi.waitFor(() => expect(started).toHaveLength(crash + 1), { timeout: 20_000 })
    }
    await restarted.stop()
    expect(started.map(({ stopped }) => stopped)).toEqual([false, false, true])
    await sleep(0)
    expect(started).toHaveLength(3)
  })

  it("retries a restart that fails", async () => {
    let tries = 0
    const restarted = await RestartedProcess.start(
      "Fake",
      async () => {
        tries++
        if (tries === 2) throw new Error("still in use")
        return start()
      },
      never,
    )
    started[0]?.end("SIGKILL")
    await vi.waitFor(() => expect(started).toHaveLength(2), { timeout: 20_000 })
    expect(tries).toBe(3)
    await restarted.stop()
  })

  it("throws when the first start fails", async () => {
    const failing = RestartedProcess.start("Fake", () => Promise.reject(new Error("no")), never)
    await expect(failing).rejects.toThrow("no")
  })

  it("can be stopped while a restart is pending", async () => {
    const restarted = await RestartedProcess.start("Fake", start, never)
    started[0]?.end("SIGKILL")
    await restarted.stop()
    expect(started.slice(1).every(({ stopped }) => stopped)).toBe(true)
  })
})
