import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { z } from "zod"
import { deleteOldDeliveries } from "@/lib/console/webhooks/delete-old-deliveries"
import { deleteOldJobs, deleteOldLogs, deleteOldPreviews } from "@/lib/fleet/operations/delete-old-operations"
import { listExpiredOperations } from "@/lib/fleet/operations/lease"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { advanceRollout, listOpenRollouts } from "@/lib/fleet/rollouts/advance-rollout"
import { deleteOldRequests } from "@/lib/identity/requests/delete-old-requests"
import { sweepPrivateFolders } from "@/lib/kube/helm/private-folder"
import { archiveIdleMembers } from "@/lib/ledger/environments/archive-idle-members"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { openPool } from "@/lib/platform/db/pool"
import { hourMs } from "@/lib/platform/instant"
import { log } from "@/lib/platform/log"
import { runOperation, type WorkerContext } from "./run-operation"

const pollMs = 2_000
const maxTries = 20

const logLevels = new Map([
  ["error", "error"],
  ["warning", "warn"],
] as const)

const queueLogger = new Logger(() => (level, message) => {
  const to = level === "error" || level === "warning" ? logLevels.get(level) : undefined
  if (to !== undefined) log[to]({ queue: message }, "queue message")
})

/** What a worker may claim next in one of its pools: rollout operations leave one slot for all other operations. */
const claimOptions = ({ holder, settings, previews }: WorkerContext) => ({
  holder,
  previews,
  maxBulk: Math.max(1, settings.concurrency - 1),
})

/** Runs the next operation as soon as a slot is free. A job only signals that one more operation is queued. */
export const operationTask = (pool: WorkerContext) => async () => {
  const { running, settings, stopping } = pool
  // Operations that the sweep has claimed count, too.
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
  // A job that arrived while rollouts used all their slots ran nothing, so the run that frees a slot continues here.
  while (!stopping.aborted && (await runNext(pool)) && settings.concurrency > 1);
}

/** Returns whether it ran an operation of a rollout. */
async function runNext(pool: WorkerContext): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const id = await nextOperation(claimOptions(pool))
    if (id === null) return false
    // Null if another worker, or another job of this one, claimed it first.
    const outcome = await runOperation(id, pool)
    if (outcome !== null) return outcome.rolloutId !== null
  }
  return false
}

/** Takes jobs of certain tasks from the queue. Restarts when it ended because the database was unavailable. */
export class QueueRunner {
  private runner: Runner | null = null

  constructor(
    private readonly taskList: TaskList,
    private readonly concurrency: number,
    private readonly stopping: AbortSignal,
  ) {}

  async start(): Promise<void> {
    const pgPool = openPool(this.concurrency + 2)
    const runner = await run({
      pgPool,
      concurrency: this.concurrency,
      pollInterval: pollMs,
      noHandleSignals: true,
      // A pooler in transaction mode does not support prepared statements.
      noPreparedStatements: true,
      logger: queueLogger,
      taskList: this.taskList,
    }).catch((error: unknown) => pgPool.end().then(() => Promise.reject(error)))
    this.runner = runner
    void runner.promise
      .finally(() => void pgPool.end().catch(() => undefined))
      .then(
        () => this.restart(),
        (error: unknown) => {
          log.warn({ err: error }, "queue runner ended, restarting")
          return this.restart()
        },
      )
  }

  /** Starts even while the database is unavailable. */
  async startWhenAvailable(): Promise<void> {
    let isLogged = false
    while (!this.stopping.aborted) {
      try {
        return await this.start()
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error
        if (!isLogged) log.warn({ err: error }, "database unavailable, waiting for it")
        isLogged = true
        await sleep(1_000)
      }
    }
  }

  /** Stops the runner, which then restarts. Running jobs continue. */
  async renew(): Promise<void> {
    await this.runner?.stop().catch(() => undefined)
  }

  async stop(): Promise<void> {
    // Jobs that still run belong to operations that were handed over. Their Helm continues on its own.
    await Promise.race([this.renew(), sleep(2_000)])
  }

  private async restart(): Promise<void> {
    while (!this.stopping.aborted) {
      await sleep(1_000)
      const started = await this.start().then(
        () => true,
        () => false,
      )
      if (started) return
    }
  }
}

const payloadSchema = z.object({ rolloutId: z.uuid() })

/** Handles the queue job. */
export const advanceByJob = (payload: unknown) => advance(payloadSchema.parse(payload).rolloutId)

/** If it fails, the next sweep over all rollouts advances the rollout. */
const advance = (rolloutId: string): Promise<void> =>
  advanceRollout(rolloutId).catch((error: unknown) =>
    log.warn({ err: error, rolloutId }, "could not advance a rollout, retrying"),
  )

/** The running operations of a worker: changes to releases, and previews, which have their own slots. */
export type Pools = { changes: WorkerContext; previews: WorkerContext }

const packMs = 15_000

/** The periodic tasks of a worker, until it stops. */
export async function sweep({ changes, previews }: Pools): Promise<void> {
  const { stopping, settings } = changes
  const sweeps: [milliseconds: number, problem: string, work: () => Promise<unknown>][] = [
    // Claims operations whose worker is gone or whose job was lost.
    [settings.sweepMs, "could not claim overdue operations", () => sweepOperations(changes, previews)],
    // Advances rollouts whose job was lost or waits because every worker is busy with Helm.
    [settings.sweepMs, "could not list rollouts", () => sweepRollouts(stopping)],
    // Deletes credentials left behind by the Helm processes of killed workers.
    [hourMs, "could not delete private folders", () => sweepPrivateFolders()],
    [hourMs, "could not delete old requests", () => deleteOldRequests(stopping)],
    [hourMs, "could not delete old webhook deliveries", () => deleteOldDeliveries(stopping)],
    [hourMs, "could not delete old logs", () => deleteOldLogs(stopping)],
    [hourMs, "could not archive environments", () => archiveIdleMembers()],
    // Packs facts, so that Insights need not read those of stable deployments one by one.
    [packMs, "could not pack the facts of deployments", () => packChunks(stopping)],
  ]
  await Promise.all(
    sweeps.map(async ([milliseconds, problem, work]) => {
      while (!stopping.aborted) {
        await work().catch((error: unknown) => log.warn({ err: error }, problem))
        await sleep(milliseconds, null, { signal: stopping }).catch(() => undefined)
      }
    }),
  )
}

async function sweepOperations(changes: WorkerContext, previews: WorkerContext): Promise<void> {
  await claimOverdue(changes)
  await claimOverdue(previews)
  await deleteOldPreviews()
  await deleteOldJobs()
}

async function sweepRollouts(stopping: AbortSignal): Promise<void> {
  for (const id of await listOpenRollouts()) if (!stopping.aborted) await advance(id)
}

async function claimOverdue(pool: WorkerContext): Promise<void> {
  const { settings, running } = pool
  // A long queue does not raise the number of operations at a time.
  const free = Math.max(0, settings.concurrency - running.size)
  const ids = (await listExpiredOperations(pool.previews)).slice(0, free)
  while (ids.length < free) {
    const options = { ...claimOptions(pool), queuedSeconds: settings.leaseSeconds, exclude: ids }
    const id = await nextOperation(options)
    if (id === null) break
    ids.push(id)
  }
  for (const id of ids)
    void runOperation(id, pool).catch((error: unknown) =>
      log.warn({ err: error }, "could not claim an operation"),
    )
}
