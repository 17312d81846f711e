import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { z } from "zod"
import { openPool } from "@/lib/db/pool"
import { log } from "@/lib/log"
import { runOperation, type WorkerContext } from "./run-operation"

const payloadSchema = z.object({ operationId: z.uuid() })
const pollMilliseconds = 2_000

const noteLevels = new Map([
  ["error", "error"],
  ["warning", "warn"],
] as const)

const queueLogger = new Logger(() => (level, message) => {
  const to = level === "error" || level === "warning" ? noteLevels.get(level) : undefined
  if (to !== undefined) log[to]({ queue: message }, "From the queue")
})

/** Runs the operation that a job names, as soon as there is room. */
export const operationTask = (lane: WorkerContext) => async (payload: unknown) => {
  const { running, settings, stopping } = lane
  // What the sweep has taken up counts, too.
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
  if (!stopping.aborted) await runOperation(payloadSchema.parse(payload).operationId, lane)
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
      pollInterval: pollMilliseconds,
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
