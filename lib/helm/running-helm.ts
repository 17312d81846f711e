import { readdir, readFile } from "node:fs/promises"

/** The variable that carries the mark of a call into Helm's environment. */
export const runMark = "SLIPWAY_HELM_RUN"

/**
 * The process ids of Helm calls with this mark that still run on this machine, whoever started them: a rollback or an
 * uninstall outlives a killed worker. Null where the system does not tell (then time has to).
 */
export async function runningHelm(mark: string): Promise<number[] | null> {
  const entries = await readdir("/proc").catch(() => null)
  if (entries === null) return null
  const wanted = `${runMark}=${mark}`
  const pids = entries.filter((entry) => /^\d+$/.test(entry))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")
      return environment.split("\0").includes(wanted) ? [Number(pid)] : []
    }),
  )
  return found.flat()
}
