import { type ChildProcessByStdio, spawn } from "node:child_process"
import type { Readable, Writable } from "node:stream"
import { closeNetwork } from "@/lib/kube/helm/closed-network"
import type { Helm } from "@/lib/kube/helm/helm"
import { HelmError } from "@/lib/kube/helm/helm-error"
import {
  type Limits,
  memoryEnvironment,
  residentMegabytes,
  usualLimits,
  withLimits,
} from "@/lib/kube/helm/limits"
import { Collector, LineReader } from "@/lib/kube/helm/output"
import { type Credentials, makePrivateFolder } from "@/lib/kube/helm/private-folder"
import { readHelmFailure } from "@/lib/kube/helm/read-failure"
import { runMark } from "@/lib/kube/helm/running-helm"
import { leaveTransaction } from "@/lib/platform/db/transaction"
import { helmVariables, proxySettings, searchPath } from "@/lib/platform/env"

/** What every call of Helm needs. */
export type HelmContext = Credentials & {
  helm: Helm
  /** Context inside the kubeconfig; default: its current one. */
  context?: string
  limits?: Partial<Limits>
  /** Aborting asks Helm to stop, where it can: a rollback or an uninstall runs on. */
  signal?: AbortSignal
  /** Asked right before Helm is started; where it says no, that is as if the signal were aborted. */
  mayStart?: () => boolean
  /** Called when a Helm that is not to be signalled has been started; the promise resolves at its end. */
  onUnstoppable?: (ended: Promise<unknown>) => void
  /** Marks the process, so that `runningHelm(mark)` finds it, also after a restart of ours. */
  mark?: string
  /** Lines of stderr as they come, without terminal escapes. They may quote values: mask before keeping or showing. */
  onLine?: (line: string) => void
  onStart?: (pid: number) => void
}

export type HelmRun = {
  args: readonly string[]
  /** Goes to stdin. */
  input?: string
  /** Only for the words of an error. */
  timeoutSeconds?: number
  /** False for rollback and uninstall, which leave a mess when they are signalled. Default: true. */
  maySignal?: boolean
  /** It changes nothing, so that it is killed at once where it has to stop. */
  isDryRun?: boolean
}

/** After SIGTERM Helm writes down that it failed, and rolls back where it was asked to. */
const graceMs = 120_000
const memoryLookMs = 200

type Child = ChildProcessByStdio<Writable, Readable, Readable>
type End = { code: number | null; signal: NodeJS.Signals | null }

/**
 * Runs Helm once, in an empty environment of its own, without a shell, and answers its stdout. Rejects with a HelmError:
 * Helm's own failure in words, or `cancelled`, `out_of_time`, `out_of_memory`, `too_much_output`, `not_installed`.
 * What the cluster looks like after a failure is for the caller to read from Helm's history.
 */
export async function runHelm(context: HelmContext, run: HelmRun): Promise<string> {
  await leaveTransaction("runHelm")
  const limits = { ...usualLimits, ...context.limits }
  const proxies = proxySettings()
  const network = closeNetwork(context.kubeconfig, proxies)
  const folder = await makePrivateFolder({ ...context, kubeconfig: network.kubeconfig })
  try {
    const args = context.context === undefined ? run.args : [`--kube-context=${context.context}`, ...run.args]
    const maySignal = run.maySignal ?? true
    const [program, ...rest] = await withLimits(context.helm.path, args, limits, maySignal)
    // Nothing is waited for from here until the signal is listened to, so that an abort is not missed in between.
    if (context.signal?.aborted || context.mayStart?.() === false)
      throw new HelmError("cancelled", "It was cancelled before Helm started.")
    const child = spawn(program, rest, {
      cwd: folder.path,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        // Only because Next's types ask for it.
        NODE_ENV: "production",
        // A kubeconfig may name a program that gets credentials.
        PATH: searchPath(),
        ...proxies,
        ...helmVariables(),
        ...network.environment,
        ...memoryEnvironment(limits),
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
  // A Helm that ends before it has read everything is no error of ours.
  child.stdin.on("error", () => {}).end(run.input ?? "")
  const guard = new Guard(child, limits, run)
  const onAbort = () => guard.cancel()
  context.signal?.addEventListener("abort", onAbort)
  if (child.pid !== undefined) context.onStart?.(child.pid)
  const ending = ended(child)
  if (run.maySignal === false) context.onUnstoppable?.(ending.catch(() => null))
  try {
    const end = await ending
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

/** Watches one process from outside: time, memory, and whether it is still wanted. */
class Guard {
  reason: Reason | null = null
  private readonly timers: NodeJS.Timeout[] = []

  constructor(
    private readonly child: Child,
    limits: Limits,
    private readonly run: Pick<HelmRun, "maySignal" | "isDryRun">,
  ) {
    this.timers.push(
      setTimeout(() => this.end("out_of_time"), limits.wallClockSeconds * 1_000),
      setInterval(() => void this.lookAtMemory(limits.memoryMegabytes), memoryLookMs),
    )
  }

  cancel(): void {
    if (this.run.maySignal === false || this.reason !== null) return
    this.reason = "cancelled"
    this.terminate()
  }

  /** Where Helm can take a signal it may still write down what happened, except when it eats the machine. */
  end(reason: Exclude<Reason, "cancelled">): void {
    if (this.reason !== null && this.reason !== "cancelled") return
    this.reason = reason
    if (reason !== "out_of_time" || this.run.maySignal === false) this.kill("SIGKILL")
    else this.terminate()
  }

  /** What changes nothing has nothing to write down. */
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

  private async lookAtMemory(limit: number): Promise<void> {
    const { pid } = this.child
    const used = pid === undefined ? null : await residentMegabytes(pid)
    if (used !== null && used > limit) this.end("out_of_memory")
  }

  /** The whole process group, which is Helm's own. */
  private kill(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child
    if (pid === undefined || exitCode !== null || signalCode !== null) return
    try {
      process.kill(-pid, signal)
    } catch {
      // It has just ended by itself.
    }
  }
}

const reasonMessage: Record<Reason, (limits: Limits) => string> = {
  cancelled: () => "Helm was told to stop.",
  out_of_time: ({ wallClockSeconds }) => `Helm was stopped after ${wallClockSeconds} seconds.`,
  out_of_memory: ({ memoryMegabytes }) =>
    `Helm was stopped because it wanted more than ${memoryMegabytes} MB of memory.`,
  too_much_output: () => "Helm was stopped because it wrote too much.",
}

function failure(reason: Reason | null, end: End, output: string, run: HelmRun, limits: Limits): HelmError {
  if (reason !== null) {
    return new HelmError(reason, reasonMessage[reason](limits), { exitCode: end.code, output })
  }
  if (/out of memory|cannot allocate memory/i.test(output)) {
    return new HelmError("out_of_memory", reasonMessage.out_of_memory(limits), {
      exitCode: end.code,
      output,
    })
  }
  if (end.signal !== null) return new HelmError("killed", `Helm was killed (${end.signal}).`, { output })
  return readHelmFailure(output, end.code, run.timeoutSeconds)
}
