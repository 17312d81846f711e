import { readdir, readFile } from "node:fs/promises"

/** The environment variable that contains the mark of a call. */
export const runMark = "SLIPWAY_HELM_RUN"

/**
 * The process ids of running Helm calls with this mark on this machine, including those of other workers: a rollback or
 * uninstall outlives a killed worker. Null when unknown (then only a timeout can help).
 */
export async function runningHelm(mark: string): Promise<number[] | null> {
  const processes = await environments()
  if (processes === null) return null
  const wanted = `${runMark}=${mark}`
  return processes.filter(({ variables }) => variables.includes(wanted)).map(({ pid }) => pid)
}

/** The environment variables of each process on this machine that may be read. Null when unknown. */
export async function environments(): Promise<{ pid: number; variables: string[] }[] | null> {
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
