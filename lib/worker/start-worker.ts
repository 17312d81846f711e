import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run } from "graphile-worker"
import { z } from "zod"
import { db } from "@/lib/db/transaction"
import { databaseUrl } from "@/lib/env"
import { eventFeed } from "@/lib/events/event-feed"
import type { Helm } from "@/lib/helm/helm"
import { log } from "@/lib/log"
import { advanceRolloutTask, runOperationTask } from "@/lib/operations/add-job"
import { forgetJobs } from "@/lib/operations/forget-jobs"
import { handOver, lapsedOperations } from "@/lib/operations/lease"
import { clearNamespace, clearNamespaceTask } from "@/lib/tenants/clear-namespace"
import { startWatching } from "@/lib/watch/start-watching"
import { keepBeating } from "@/lib/workers/keep-beating"
import { advanceByJob, sweepRollouts } from "./advance-rollouts"
import { newHolder } from "./holder"
import { runOperation, type WorkerContext } from "./run-operation"
import { type WorkerSettings, workerSettings } from "./settings"

const payloadSchema = z.object({ operationId: z.uuid() })
const pollMilliseconds = 2_000
const handOverMilliseconds = 2_000
/** Previews are read by the request that waits for them, and by nobody after that. */
const keepPreviewsMinutes = 10

export type RunningWorker = {
  /** Takes nothing new, lets Helm finish for a while, and hands the rest over. Never interrupts a rollback or uninstall. */
  stop: () => Promise<void>
  /** Takes up the queue anew, after its library has thrown what nobody could catch. */
  renewQueue: () => void
}

const noteLevels = new Map([
  ["error", "error"],
  ["warning", "warn"],
] as const)

const queueLogger = new Logger(() => (level, message) => {
  const to = level === "error" || level === "warning" ? noteLevels.get(level) : undefined
  if (to !== undefined) log[to]({ queue: message }, "From the queue")
})

/** Takes operations from the queue until it is stopped. */
export async function startWorker(
  helm: Helm,
  settings: WorkerSettings = workerSettings(),
): Promise<RunningWorker> {
  const stopping = new AbortController()
  const worker: WorkerContext = {
    holder: newHolder(),
    helm,
    settings,
    stopping: stopping.signal,
    running: new Map(),
  }
  const runner = new KeptRunner(worker)
  await runner.start()
  const sweeping = Promise.all([sweep(worker), sweepRollouts(worker)])
  const feed = await followCancels(worker)
  const goes = keepBeating(worker.holder, helm.version)
  const watching = settings.watch === null ? null : startWatching(worker.holder, settings.watch)
  const stop = async () => {
    stopping.abort()
    feed()
    // Where the database is away neither is worth waiting for.
    await Promise.race([Promise.all([watching?.stop(), goes()]), sleep(handOverMilliseconds)])
    await sweeping
    await finish(worker)
    await runner.stop()
  }
  return { stop, renewQueue: () => void runner.renew() }
}

/** The queue's runner, started again when it ended because the database was away. */
class KeptRunner {
  private runner: Runner | null = null

  constructor(private readonly worker: WorkerContext) {}

  async start(): Promise<void> {
    const { settings, stopping } = this.worker
    const runner = await run({
      connectionString: databaseUrl(),
      concurrency: settings.concurrency,
      maxPoolSize: settings.concurrency + 2,
      pollInterval: pollMilliseconds,
      noHandleSignals: true,
      logger: queueLogger,
      taskList: {
        [runOperationTask]: async (payload) => {
          await untilRoom(this.worker)
          if (!stopping.aborted) await runOperation(payloadSchema.parse(payload).operationId, this.worker)
        },
        [advanceRolloutTask]: advanceByJob,
        [clearNamespaceTask]: clearNamespace,
      },
    })
    this.runner = runner
    void runner.promise.then(
      () => this.restart(),
      (error: unknown) => {
        log.warn({ err: error }, "The queue's runner ended; starting it again")
        return this.restart()
      },
    )
  }

  /** Its end, however it comes about, makes it start again. Jobs under way go on. */
  async renew(): Promise<void> {
    await this.runner?.stop().catch(() => undefined)
  }

  async stop(): Promise<void> {
    // Jobs that still run belong to operations that are handed over; their Helm goes on by itself.
    await Promise.race([this.renew(), sleep(2_000)])
  }

  private async restart(): Promise<void> {
    while (!this.worker.stopping.aborted) {
      await sleep(1_000)
      const started = await this.start().then(
        () => true,
        () => false,
      )
      if (started) return
    }
  }
}

/** Again and again: operations whose worker is gone, and those whose job was lost. */
async function sweep(worker: WorkerContext): Promise<void> {
  const { settings, stopping } = worker
  while (!stopping.aborted) {
    try {
      // A queue that is long is no reason to run more at a time.
      const free = Math.max(0, settings.concurrency - worker.running.size)
      for (const id of (await lapsedOperations(settings.leaseSeconds)).slice(0, free))
        void runOperation(id, worker).catch(noteSweep)
      await forgetPreviews()
      await forgetJobs()
    } catch (error) {
      noteSweep(error)
    }
    await sleep(settings.sweepMilliseconds, null, { signal: stopping }).catch(() => undefined)
  }
}

/** What the sweep has taken up counts, too. */
async function untilRoom({ running, settings, stopping }: WorkerContext): Promise<void> {
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
}

function noteSweep(error: unknown): void {
  log.warn({ err: error }, "Operations without a worker could not be looked for")
}

async function forgetPreviews(): Promise<void> {
  await db().operation.deleteMany({
    where: { kind: "PREVIEW", requestedAt: { lt: new Date(Date.now() - keepPreviewsMinutes * 60_000) } },
  })
}

/** Asks at once, when something happened to an operation of this worker: it may have been cancelled. */
async function followCancels({ running }: WorkerContext): Promise<() => void> {
  try {
    const { end } = await eventFeed().subscribe(({ events }) => {
      const ids = events.filter(({ type }) => type === "operation.updated").map(({ subjectId }) => subjectId)
      for (const id of new Set(ids)) void running.get(id)?.beat()
    })
    return end
  } catch {
    // The heartbeat hears of it too, a little later.
    return () => undefined
  }
}

async function finish({ running, settings }: WorkerContext): Promise<void> {
  const wait = async (seconds: number) => {
    const until = Date.now() + seconds * 1_000
    while (running.size > 0 && Date.now() < until) await sleep(50)
  }
  // Where Helm has not been started, or has ended, there is nothing to wait for: somebody else goes on from there.
  await wait(settings.graceSeconds)
  // Helm writes down that an install or upgrade failed, and rolls back where it was asked to; others take no notice.
  for (const held of running.values()) held.cancel()
  await wait(settings.graceSeconds)
  for (const held of running.values()) held.stop()
  const left = [...running.values()].map((held) => handOver(held.lease).catch(() => undefined))
  // The database may not answer; then the lease runs out by itself.
  await Promise.race([Promise.all(left), sleep(handOverMilliseconds)])
}
