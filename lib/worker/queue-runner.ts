import { setTimeout as sleep } from "node:timers/promises"
import { Logger, type Runner, run, type TaskList } from "graphile-worker"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { openPool } from "@/lib/platform/db/pool"
import { log } from "@/lib/platform/log"

const pollMs = 2_000

const logLevels = new Map([
  ["error", "error"],
  ["warning", "warn"],
] as const)

const queueLogger = new Logger(() => (level, message) => {
  const to = level === "error" || level === "warning" ? logLevels.get(level) : undefined
  if (to !== undefined) log[to]({ queue: message }, "queue message")
})

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
