import { setTimeout as sleep } from "node:timers/promises"
import { startWatching } from "@/lib/fleet/cluster-watch/start-watching"
import { advanceRolloutTask, runOperationTask, runPreviewTask } from "@/lib/fleet/operations/enqueue-job"
import { handOver } from "@/lib/fleet/operations/lease"
import { maskInThread } from "@/lib/fleet/releases/mask-in-thread"
import { clearNamespace, clearNamespaceTask } from "@/lib/fleet/tenants/clear-namespace"
import { startHeartbeat } from "@/lib/fleet/worker-registry/heartbeat-loop"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { eventFeed } from "@/lib/platform/events/event-feed"
import { log } from "@/lib/platform/log"
import { startThread } from "@/lib/platform/threads/thread-task"
import { type LeasedOperation, newHolder } from "./leased-operation"
import { QueueRunner } from "./queue-runner"
import { advanceByJob, operationTask } from "./queue-tasks"
import type { WorkerContext } from "./run-operation"
import { type Pools, sweep } from "./sweeps"
import { type WorkerSettings, workerSettings } from "./worker-settings"

const shutdownTimeoutMs = 2_000

export type RunningWorker = {
  /**
   * Claims nothing new, lets Helm finish for a grace period, and hands the rest over. Never interrupts a rollback or
   * uninstall; it waits for those without limit.
   */
  stop: () => Promise<void>
  isWaiting: () => boolean
  /** Restarts the queue runners after the queue library left a rejection unhandled. */
  renewQueue: () => void
}

/** Takes operations from the queue until it is stopped. */
export async function startWorker(
  helm: Helm,
  settings: WorkerSettings = workerSettings(),
): Promise<RunningWorker> {
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = newHolder()
  const pool = (previews: boolean): WorkerContext => ({
    holder,
    helm,
    settings,
    previews,
    stopping: signal,
    running: new Map(),
  })
  const pools: Pools = { changes: pool(false), previews: pool(true) }
  const running = () => Object.values(pools).flatMap((one) => [...one.running.values()])
  startThread()
  void warmUp()
  const runners = await startRunners(pools)
  const sweeping = sweep(pools)
  // Immediately when an operation is cancelled; the heartbeat also reports it, slightly later.
  const unsubscribe = eventFeed().subscribeWhenAvailable(({ events }) => {
    const requests = events.filter(({ type }) => type === "operation.cancel_requested")
    const ids = new Set(requests.map(({ subjectId }) => subjectId))
    for (const leased of running()) if (ids.has(leased.lease.operationId)) leased.cancel()
  })
  const stopHeartbeat = startHeartbeat(holder, helm.version)
  const watching = settings.watch === null ? null : startWatching(holder, settings.watch)
  const stop = async () => {
    stopping.abort()
    unsubscribe()
    // If the database is unavailable, neither is worth waiting for.
    await Promise.race([Promise.all([watching?.stop(), stopHeartbeat()]), sleep(shutdownTimeoutMs)])
    await sweeping
    await finishRunning(running, settings.graceSeconds)
    await Promise.all(runners.map((runner) => runner.stop()))
  }
  return {
    stop,
    isWaiting: () => running().some(mustFinish),
    renewQueue: () => {
      for (const runner of runners) void runner.renew()
    },
  }
}

/** Warms up a worker thread by masking an empty revision, so that operations do not wait for its modules to load. */
async function warmUp(): Promise<void> {
  const record = { values: {}, manifest: "", hooks: [], notes: "" }
  const mask = { key: new Uint8Array(32), scope: "" }
  await maskInThread("warm-up", { record, chart: null, mask, before: {}, publicNames: [] }).catch(
    (error: unknown) => log.debug({ err: error }, "a worker thread could not be warmed up"),
  )
}

/**
 * Previews have a separate runner: a request waits for each, and changes may occupy all other slots for a long time.
 */
async function startRunners({ changes, previews }: Pools): Promise<QueueRunner[]> {
  const { settings, stopping } = changes
  const tasks = [
    {
      [runOperationTask]: operationTask(changes),
      [advanceRolloutTask]: advanceByJob,
      [clearNamespaceTask]: clearNamespace,
    },
    { [runPreviewTask]: operationTask(previews) },
  ]
  const runners = tasks.map((taskList) => new QueueRunner(taskList, settings.concurrency, stopping))
  // Sequential, because the first runner creates the queue's tables.
  for (const runner of runners) await runner.start()
  return runners
}

const handOverTimeoutMs = 2_000

/**
 * Finishes running operations or hands them over. Helm gets a grace period, then an install or upgrade is signaled to stop.
 * A rollback or uninstall keeps its lease and is awaited without limit, because another worker would start to repair it.
 */
async function finishRunning(running: () => LeasedOperation[], graceSeconds: number): Promise<void> {
  const waitWhile = async (seconds: number, isPending: () => boolean = () => running().length > 0) => {
    const deadline = Date.now() + seconds * 1_000
    while (isPending() && Date.now() < deadline) await sleep(50)
  }
  // If Helm was not started or has exited, there is nothing to wait for: another worker continues from there.
  await waitWhile(graceSeconds)
  // Helm records that an install or upgrade failed, and rolls back if it was atomic. Other commands ignore the signal.
  for (const leased of running()) leased.cancel()
  await waitWhile(graceSeconds)
  const remaining = running().filter((leased) => !mustFinish(leased))
  for (const leased of remaining) leased.stop()
  // If the database does not respond, the lease expires by itself.
  const handed = Promise.all(remaining.map((leased) => handOver(leased.lease).catch(() => undefined)))
  await Promise.race([handed, sleep(handOverTimeoutMs)])
  await waitWhile(Number.POSITIVE_INFINITY, () => running().some(mustFinish))
  await waitWhile(handOverTimeoutMs / 1_000)
}

/** A lost lease already belongs to another worker. */
const mustFinish = (leased: LeasedOperation) => leased.isUnstoppable && !leased.isLost
