import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { afterEach, describe, expect, test } from "vitest"
import { endOverdueHelm } from "./helm-processes"

const neverSeconds = 3_600
let child: ChildProcess | null = null
afterEach(() => child?.kill("SIGKILL"))

function started(): { pid: number; exited: Promise<unknown[]> } {
  child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])
  return { pid: child.pid ?? 0, exited: once(child, "exit") }
}

describe("endOverdueHelm", () => {
  test("stops an overdue process with SIGTERM, and later with SIGKILL", async () => {
    const stopped = started()
    await endOverdueHelm([stopped.pid], { termSeconds: 0, killSeconds: neverSeconds })
    expect(await stopped.exited).toEqual([null, "SIGTERM"])
    const killed = started()
    await endOverdueHelm([killed.pid], { termSeconds: 0, killSeconds: 0 })
    expect(await killed.exited).toEqual([null, "SIGKILL"])
  })

  test("keeps a process that is not overdue", async () => {
    const { pid } = started()
    await endOverdueHelm([pid], { termSeconds: 60, killSeconds: 60 })
    expect(child?.signalCode).toBeNull()
    expect(process.kill(pid, 0)).toBe(true)
  })
})
