import { readFile } from "node:fs/promises"
import { findOnPath } from "@/lib/kube/helm/find-on-path"

export type Limits = {
  /** The whole call, not one Kubernetes operation. */
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

/** Leaves room for what Go holds besides its heap, so that it collects garbage before it is killed. */
const heapShare = 0.75

export const memoryEnvironment = ({ memoryMegabytes }: Limits): Record<string, string> => ({
  GOMEMLIMIT: `${Math.floor(memoryMegabytes * heapShare)}MiB`,
})

/**
 * The program and arguments with the kernel's limits around them, where util-linux is there: data memory, no core dumps,
 * and a SIGTERM when this process dies, unless it must never be signalled. Both programs replace themselves by Helm, so
 * the process id stays. Elsewhere the watch over the resident memory has to do.
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

/** Resident memory in MB; null where the system does not tell. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024
}
