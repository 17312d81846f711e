import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"

const pollMs = 25

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** The program and arguments of a process, separated by spaces; empty if it has exited. */
export async function readCommandLine(pid: number): Promise<string> {
  const linux = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null)
  if (linux !== null) return linux.replaceAll("\0", " ")
  const output = await promisify(execFile)("ps", ["-o", "args=", "-p", String(pid)]).catch(() => null)
  return output?.stdout.trim() ?? ""
}

/** Sends the signals one after another, each if the previous one did not end the process in time. */
export async function endProcess(pid: number, signals: NodeJS.Signals[], waitMs: number): Promise<void> {
  for (const signal of signals) {
    if (!signaled(pid, signal)) return
    if (await ended(pid, waitMs)) return
  }
}

function signaled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

async function ended(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    if (!isAlive(pid)) return true
    await sleep(pollMs)
  }
  return false
}
