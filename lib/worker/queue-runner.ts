import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { openPool } from "@/lib/platform/db/pool"
import { log } from "@/lib/platform/log"

const pollMs = 2_000

// Without a batch, the library does not await the deletion of a job that has ended: a stop would lose it, and a failure would
// be an unhandled rejection. In a batch, it is awaited, and a failure ends the runner, which then restarts.
const waitsForEnds = { completeJobBatchDelay: 0, failJobBatchDelay: 0 }

const queueLogger = new Logger(() => (level, message) => {
  if (level === "error") log.error({ queue: message }, "queue message")
  if (level === "warning") log.warn({ queue: message }, "queue message")
})

/** Takes jobs of certain tasks from the queue. Restarts when it ended because the database was unavailable. */
export class QueueRunner {
  private runner: Runner | null = null

  constructor(
    private readonly taskList: TaskList,
    private readonly concurrency: number,
    private readonly stopping: AbortSignal,
  ) {}

  /** Resolves once jobs are taken, after waiting for an unavailable database. */
  async start(isRestart = false): Promise<void> {
    for (let isLogged = isRestart; !this.stopping.aborted; isLogged = true) {
      try {
        this.runner = await this.takeJobs()
        return
      } catch (error) {
        if (!isRestart && !isDatabaseUnavailable(error)) throw error
        if (!isLogged) log.warn({ err: error }, "database unavailable, waiting for it")
        await sleep(1_000)
      }
    }
  }

  private async takeJobs(): Promise<Runner> {
    const pgPool = openPool(this.concurrency + 2)
    const endPool = () => pgPool.end().catch(() => undefined)
    try {
      const runner = await run({
        pgPool,
        concurrency: this.concurrency,
        pollInterval: pollMs,
        noHandleSignals: true,
        // A pooler in transaction mode does not support prepared statements.
        noPreparedStatements: true,
        logger: queueLogger,
        taskList: this.taskList,
        preset: { worker: waitsForEnds },
      })
      void runner.promise
        .catch((error: unknown) => log.warn({ err: error }, "queue runner ended, restarting"))
        .then(() => Promise.all([endPool(), sleep(1_000)]))
        .then(() => this.start(true))
      return runner
    } catch (error) {
      await endPool()
      throw error
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
}
