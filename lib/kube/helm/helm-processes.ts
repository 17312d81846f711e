import { readdir, readFile } from "node:fs/promises"

export const runMark = "SLIPWAY_HELM_RUN"

/**
 * The process ids of running Helm calls with this mark on this machine, including those of other workers: a rollback or
 * uninstall outlives a killed worker. Null when unknown (then only a timeout can help).
 */
export async function runningHelm(mark: string): Promise<number[] | null> {
  const processes = await processVariables()
  if (processes === null) return null
  const expected = `${runMark}=${mark}`
  return processes.filter(({ variables }) => variables.includes(expected)).map(({ pid }) => pid)
}

/** The environment variables of each process on this machine that may be read. Null when unknown. */
export async function processVariables(): Promise<{ pid: number; variables: string[] }[] | null> {
  const entries = await readdir("/proc").catch(() => null)
  if (entries === null) return null
  const pids = entries.filter((entry) => /^\d+$/.test(entry))
  return Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")
      return { pid: Number(pid), variables: environment.split("\0") }
    }),
  )
}

/** The kernel measures process times in this unit. */
const ticksPerSecond = 100
const startField = 22

/**
 * Ends Helm calls that outlived the worker that enforced their timeout: with SIGTERM after `termSeconds`, so that Helm can
 * still record the failure, and with SIGKILL after `killSeconds`. Younger processes are kept, as are those whose age is
 * unknown.
 */
export async function endOverdueHelm(
  pids: readonly number[],
  limits: { termSeconds: number; killSeconds: number },
): Promise<void> {
  for (const pid of pids) {
    const seconds = await readAgeSeconds(pid)
    if (seconds === null || seconds < limits.termSeconds) continue
    try {
      process.kill(pid, seconds < limits.killSeconds ? "SIGTERM" : "SIGKILL")
    } catch {
      // The process has just ended.
    }
  }
}

/** How long a process has been running; null when unknown. */
async function readAgeSeconds(pid: number): Promise<number | null> {
  const read = (path: string) => readFile(path, "utf8").catch(() => "")
  const [stat, uptime] = await Promise.all([read(`/proc/${pid}/stat`), read("/proc/uptime")])
  // The second field is a name in parentheses that may contain spaces; the third follows it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const started = Number(fields[startField - 3]) / ticksPerSecond
  const seconds = Number.parseFloat(uptime) - started
  return Number.isFinite(seconds) ? seconds : null
}
