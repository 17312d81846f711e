import { type ChildProcessByStdio, spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import type { Readable, Writable } from "node:stream"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { helmVariables, proxySettings, searchPath } from "@/lib/platform/env"
import type { HelmMajor } from "./arguments"
import { closeNetwork } from "./closed-network"
import { findOnPath } from "./find-on-path"
import { HelmError } from "./helm-error"
import { runMark } from "./helm-processes"
import { Collector, LineReader } from "./output"
import { makePrivateFolder } from "./private-folder"
import { readHelmFailure } from "./read-failure"

export type Helm = {
  path: string
  version: string
  major: HelmMajor
  source: "SLIPWAY_HELM" | "PATH" | "download"
  /** A log message when this version works but should be replaced. */
  warning: string | null
}

const defaultLimits = {
  /** Limits the whole call, not one Kubernetes operation. */
  wallClockSeconds: 120,
  memoryMegabytes: 1_024,
  /** Limits stdout. */
  outputBytes: 64 * 1_024 * 1_024,
}
type Limits = typeof defaultLimits

/** Leaves room for Go's memory outside the heap, so that it collects garbage before the process is killed. */
const heapShare = 0.75

export type HelmContext = {
  /** As text. */
  kubeconfig?: string
  helm: Helm
  limits?: Partial<Limits>
  /** Aborting stops Helm where possible: a rollback or an uninstall continues. */
  signal?: AbortSignal
  /** Called immediately before Helm starts; returning false acts like an aborted signal. */
  canStart?: () => boolean
  /** Called when a Helm process that must not be signaled has started; the promise resolves when it ends. */
  onUnstoppable?: (ended: Promise<unknown>) => void
  /** Marks the process, so that `runningHelm(mark)` finds it, also after a restart. */
  mark?: string
  /** Lines of stderr as they arrive, without terminal escapes. They may quote values: mask before storing or showing. */
  onLine?: (line: string) => void
  onStart?: (pid: number) => void
}

type HelmRun = {
  args: readonly string[]
  /** Passed through stdin. */
  input?: string
  /** Appears only in error messages. */
  timeoutSeconds?: number
  /** False for rollback and uninstall, which leave an inconsistent state when signaled. Default: true. */
  canSignal?: boolean
  /** The call changes nothing, so it is killed immediately when it must stop. */
  isDryRun?: boolean
}

/** After SIGTERM Helm records the failure, and rolls back if requested. */
const graceMs = 120_000
const memoryPollMs = 200

type Child = ChildProcessByStdio<Writable, Readable, Readable>
type End = { code: number | null; signal: NodeJS.Signals | null }

/**
 * Runs Helm once, without a shell, in an empty environment, and returns its stdout. Rejects with a HelmError: a parsed
 * failure of Helm, or `cancelled`, `out_of_time`, `out_of_memory`, `too_much_output`, `not_installed`. After a failure the
 * caller reads the state of the cluster from Helm's history.
 */
export async function runHelm(context: HelmContext, run: HelmRun): Promise<string> {
  await leaveTransaction("runHelm")
  const limits = { ...defaultLimits, ...context.limits }
  const proxies = proxySettings()
  const network = closeNetwork(context.kubeconfig, proxies)
  const folder = await makePrivateFolder(network.kubeconfig)
  try {
    const canSignal = run.canSignal ?? true
    const [program, ...rest] = await withLimits(context.helm.path, run.args, limits, canSignal)
    // No await from here until the signal is observed, so that an abort cannot be missed in between.
    if (context.signal?.aborted || context.canStart?.() === false)
      throw new HelmError("cancelled", "The operation was cancelled before Helm started.")
    const child = spawn(program, rest, {
      cwd: folder.path,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        // Required by Next's types.
        NODE_ENV: "production",
        // A kubeconfig may name a credential plugin.
        PATH: searchPath(),
        ...proxies,
        ...helmVariables(),
        ...network.environment,
        GOMEMLIMIT: `${Math.floor(limits.memoryMegabytes * heapShare)}MiB`,
        ...folder.environment,
        ...(context.mark === undefined ? {} : { [runMark]: context.mark }),
      },
    })
    return await outcome(child, context, run, limits)
  } finally {
    await folder.remove()
  }
}

async function outcome(child: Child, context: HelmContext, run: HelmRun, limits: Limits): Promise<string> {
  const stdout = new Collector(limits.outputBytes)
  const stderr = new LineReader(context.onLine ?? (() => {}))
  child.stdout.on("data", (chunk: Buffer) => {
    stdout.write(chunk)
    if (stdout.isOver) guard.end("too_much_output")
  })
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => stderr.write(chunk))
  // Helm may exit before it has read all input, which is not an error.
  child.stdin.on("error", () => {}).end(run.input ?? "")
  const guard = new Guard(child, limits, run)
  const onAbort = () => guard.cancel()
  context.signal?.addEventListener("abort", onAbort)
  if (child.pid !== undefined) context.onStart?.(child.pid)
  const exit = ended(child)
  if (run.canSignal === false) context.onUnstoppable?.(exit.catch(() => null))
  try {
    const end = await exit
    stderr.end()
    if (guard.reason === null && end.code === 0) return stdout.text
    throw failure(guard.reason, end, stderr.tail, run, limits)
  } finally {
    context.signal?.removeEventListener("abort", onAbort)
    guard.stop()
  }
}

function ended(child: Child): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(new HelmError("not_installed", `Helm could not be started: ${error.message}.`))
    })
    child.once("close", (code, signal) => resolve({ code, signal }))
  })
}

type Reason = "cancelled" | "out_of_time" | "out_of_memory" | "too_much_output"

/** Enforces limits on one process from outside: time, memory, and cancellation. */
class Guard {
  reason: Reason | null = null
  private readonly timers: NodeJS.Timeout[] = []

  constructor(
    private readonly child: Child,
    limits: Limits,
    private readonly run: Pick<HelmRun, "canSignal" | "isDryRun">,
  ) {
    this.timers.push(
      setTimeout(() => this.end("out_of_time"), limits.wallClockSeconds * 1_000),
      setInterval(() => void this.checkMemory(limits.memoryMegabytes), memoryPollMs),
    )
  }

  cancel(): void {
    if (this.run.canSignal === false || this.reason !== null) return
    this.reason = "cancelled"
    this.terminate()
  }

  /** Helm gets the chance to record the failure if it may be signaled, except when it exhausts memory. */
  end(reason: Exclude<Reason, "cancelled">): void {
    if (this.reason !== null && this.reason !== "cancelled") return
    this.reason = reason
    if (reason !== "out_of_time" || this.run.canSignal === false) this.kill("SIGKILL")
    else this.terminate()
  }

  /** A dry run has nothing to record. */
  private terminate(): void {
    if (this.run.isDryRun) {
      this.kill("SIGKILL")
      return
    }
    this.kill("SIGTERM")
    this.timers.push(setTimeout(() => this.kill("SIGKILL"), graceMs))
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer)
  }

  private async checkMemory(limit: number): Promise<void> {
    const { pid } = this.child
    const used = pid === undefined ? null : await residentMegabytes(pid)
    if (used !== null && used > limit) this.end("out_of_memory")
  }

  /** Kills the whole process group, which only Helm is in. */
  private kill(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    try {
      process.kill(-pid, signal)
    } catch {
      // The process has just ended.
    }
  }
}

const reasonMessage: Record<Reason, (limits: Limits) => string> = {
  cancelled: () => "The operation was cancelled.",
  out_of_time: ({ wallClockSeconds }) => `Helm was stopped after ${wallClockSeconds} seconds.`,
  out_of_memory: ({ memoryMegabytes }) =>
    `Helm was stopped because it used more than ${memoryMegabytes} MB of memory.`,
  too_much_output: () => "Helm was stopped because its output was too large.",
}

function failure(reason: Reason | null, end: End, output: string, run: HelmRun, limits: Limits): HelmError {
  if (reason !== null) {
    return new HelmError(reason, reasonMessage[reason](limits), { output })
  }
  if (/out of memory|cannot allocate memory/i.test(output)) {
    return new HelmError("out_of_memory", reasonMessage.out_of_memory(limits), { output })
  }
  if (end.signal !== null) return new HelmError("killed", `Helm was killed (${end.signal}).`, { output })
  return readHelmFailure(output, run.timeoutSeconds)
}

/**
 * Wraps program and arguments with kernel limits, if util-linux is available: data memory, no core dumps, and a SIGTERM when
 * this process dies, unless it must not be signaled. Both wrappers exec Helm, so the process id is kept. Without them only
 * the resident memory is monitored.
 */
async function withLimits(
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

let wrapperPaths: Promise<[string | null, string | null]> | null = null

function wrappers(): Promise<[string | null, string | null]> {
  wrapperPaths ??= Promise.all([findOnPath("prlimit"), findOnPath("setpriv")])
  return wrapperPaths
}

/** Resident memory in MB; null when unknown. */
async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) / 1_024
}
