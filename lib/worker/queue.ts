import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { z } from "zod"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { advanceRollout } from "@/lib/fleet/rollouts/advance-rollout"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { openPool } from "@/lib/platform/db/pool"
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

/** What a worker may claim next in one of its lanes: rollout operations leave one slot for everything else. */
export const claimOptions = ({ holder, settings, previews }: WorkerContext) => ({
  ...{ holder, previews },
  maxBulk: Math.max(1, settings.concurrency - 1),
})

/** Runs the next operation as soon as a slot is free. A job only means that one more operation is queued. */
export const operationTask = (lane: WorkerContext) => async () => {
  const { running, settings, stopping } = lane
  // Operations that the sweep has claimed count, too.
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
  // A job that arrived while rollouts had all their slots ran nothing, so the run that frees a slot continues here.
  while (!stopping.aborted && (await runNext(lane)) && settings.concurrency > 1);
}

/** Returns whether it ran an operation of a rollout. */
async function runNext(lane: WorkerContext): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const id = await nextOperation(claimOptions(lane))
    if (id === null) return false
    // Null if another worker, or another job of this one, claimed it first.
    const ran = await runOperation(id, lane)
    if (ran !== null) return ran.rolloutId !== null
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
      // A pooler in transaction mode does not keep them.
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

  /** Starts, also where the database is unavailable for now. */
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

/** Handles the queue job. If it fails, the next sweep over all rollouts advances the rollout. */
export async function advanceByJob(payload: unknown): Promise<void> {
  const { rolloutId } = payloadSchema.parse(payload)
  await advanceRollout(rolloutId).catch((error: unknown) =>
    log.warn({ err: error, rolloutId }, "could not advance a rollout, retrying"),
  )
}
