import { readdir, readFile } from "node:fs/promises"

/** The variable that carries the mark of a call into Helm's environment. */
export const runMark = "SLIPWAY_HELM_RUN"

/**
 * The process ids of Helm calls with this mark that still run on this machine, whoever started them: a rollback or an
 * uninstall outlives a killed worker. Null where the system does not tell (then time has to).
 */
export async function runningHelm(mark: string): Promise<number[] | null> {
  const processes = await environments()
  if (processes === null) return null
  const wanted = `${runMark}=${mark}`
  return processes.filter(({ variables }) => variables.includes(wanted)).map(({ pid }) => pid)
}

/** The variables of each process on this machine whose environment may be read. Null where the system does not tell. */
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
