import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { openPool } from "@/lib/platform/db/pool"
import { log } from "@/lib/platform/log"
import { runOperation, type WorkerContext } from "./run-operation"

const pollMs = 2_000
const maxTries = 20

const noteLevels = new Map([
  ["error", "error"],
  ["warning", "warn"],
] as const)

const queueLogger = new Logger(() => (level, message) => {
  const to = level === "error" || level === "warning" ? noteLevels.get(level) : undefined
  if (to !== undefined) log[to]({ queue: message }, "From the queue")
})

/** What a worker may take next in one of its lanes: operations of rollouts leave a place for everything else. */
export const turnOf = ({ holder, settings, previews }: WorkerContext) => ({
  ...{ holder, previews },
  maxBulk: Math.max(1, settings.concurrency - 1),
})

/** Runs the operation whose turn it is, as soon as there is room: a job says only that there is one more. */
export const operationTask = (lane: WorkerContext) => async () => {
  const { running, settings, stopping } = lane
  // What the sweep has taken up counts, too.
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
  // A job that came while rollouts had all their places has run nothing, so whoever gives one back goes on.
  while (!stopping.aborted && (await runNext(lane)) && settings.concurrency > 1);
}

/** Answers whether it ran an operation of a rollout. */
async function runNext(lane: WorkerContext): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const id = await nextOperation(turnOf(lane))
    if (id === null) return false
    // Null where another worker, or another job of this one, was faster.
    const ran = await runOperation(id, lane)
    if (ran !== null) return ran.rolloutId !== null
  }
  return false
}

/** Takes jobs of some tasks from the queue; started again when it ended because the database was away. */
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
      logger: queueLogger,
      taskList: this.taskList,
    }).catch((error: unknown) => pgPool.end().then(() => Promise.reject(error)))
    this.runner = runner
    void runner.promise
      .finally(() => void pgPool.end().catch(() => undefined))
      .then(
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
