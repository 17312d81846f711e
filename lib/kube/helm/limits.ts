import { readFile } from "node:fs/promises"
import { findOnPath } from "@/lib/kube/helm/find-on-path"

export type Limits = {
  /** For the whole call, not for one Kubernetes operation. */
  wallClockSeconds: number
  memoryMegabytes: number
  /** Of stdout. */
  outputBytes: number
}

export const usualLimits: Limits = {
  wallClockSeconds: 120,
  memoryMegabytes: 1_024,
  outputBytes: 64 * 1_024 * 1_024,
}

/** Leaves room for Go's memory outside the heap, so that it collects garbage before the process is killed. */
const heapShare = 0.75

export const memoryEnvironment = ({ memoryMegabytes }: Limits): Record<string, string> => ({
  GOMEMLIMIT: `${Math.floor(memoryMegabytes * heapShare)}MiB`,
})

/**
 * Wraps program and arguments with kernel limits, if util-linux is available: data memory, no core dumps, and a SIGTERM when
 * this process dies, unless it must not be signalled. Both wrappers exec Helm, so the process id is kept. Without them only
 * the resident memory is monitored.
 */
export async function withLimits(
  program: string,
  args: readonly string[],
  limits: Limits,
  endsWithUs: boolean,
): Promise<[program: string, ...args: string[]]> {
  const [prlimit, setpriv] = process.platform === "linux" ? await wrappers() : [null, null]
  const bytes = limits.memoryMegabytes * 1_024 * 1_024
  const limited: [string, ...string[]] =
    prlimit === null ? [program, ...args] : [prlimit, `--data=${bytes}`, "--core=0", program, ...args]
  return endsWithUs && setpriv !== null ? [setpriv, "--pdeathsig=TERM", ...limited] : limited
}

let found: Promise<[string | null, string | null]> | null = null

function wrappers(): Promise<[string | null, string | null]> {
  found ??= Promise.all([findOnPath("prlimit"), findOnPath("setpriv")])
  return found
}

/** Resident memory in MB; null when unknown. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024
}
