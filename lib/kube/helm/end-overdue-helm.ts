import { readFile } from "node:fs/promises"

/** The kernel counts the time of processes in these, whatever its own clock does. */
const ticksPerSecond = 100
const startField = 22

/**
 * Ends calls of Helm that outlived whoever watched their wall clock: with SIGTERM after `termSeconds`, where Helm may still
 * write down that it failed, and with SIGKILL after `killSeconds`. Younger ones run on, and those whose age the system does
 * not tell.
 */
export async function endOverdueHelm(
  pids: readonly number[],
  limits: { termSeconds: number; killSeconds: number },
): Promise<void> {
  for (const pid of pids) {
    const seconds = await secondsOf(pid)
    if (seconds === null || seconds < limits.termSeconds) continue
    try {
      process.kill(pid, seconds < limits.killSeconds ? "SIGTERM" : "SIGKILL")
    } catch {
      // It has just ended by itself.
    }
  }
}

/** For how long a process has run; null where the system does not tell. */
async function secondsOf(pid: number): Promise<number | null> {
  const read = (path: string) => readFile(path, "utf8").catch(() => "")
  const [stat, uptime] = await Promise.all([read(`/proc/${pid}/stat`), read("/proc/uptime")])
  // The second field is a name in brackets that may hold spaces; the third follows it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const started = Number(fields[startField - 3]) / ticksPerSecond
  const seconds = Number.parseFloat(uptime) - started
  return Number.isFinite(seconds) ? seconds : null
}
