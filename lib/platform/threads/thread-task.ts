import { availableParallelism } from "node:os"
import { pathToFileURL } from "node:url"
import { deserialize } from "node:v8"
import { Piscina } from "piscina"
import { distPath } from "@/lib/platform/dist-path"
import { DomainError } from "@/lib/platform/errors"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { FairQueue } from "./fair-queue"

type TaskLimits = {
  /** Measured from when a thread receives the task; includes the start of a new thread. */
  milliseconds: number
  /** Limits the serialized result. */
  resultBytes: number
}

type TaskLimit = "time" | "memory" | "result" | "queue"

/** A task was terminated or rejected because it exceeded a limit. */
export class TaskLimitError extends Error {
  constructor(readonly limit: TaskLimit) {
    super(`A task in a worker thread exceeded its limit of ${limit}.`)
    this.name = "TaskLimitError"
  }
}

/** Handles a task that exceeded a limit; other errors are thrown. */
export const onLimit =
  <T>(handle: (limit: TaskLimit) => T) =>
  (error: unknown): T => {
    if (error instanceof TaskLimitError) return handle(error.limit)
    throw error
  }

const defaultLimits: TaskLimits = { milliseconds: 20_000, resultBytes: 32 * 1_048_576 }
const memoryMegabytes = 512
const idleMs = 60_000
const threads = Math.max(2, Math.min(4, availableParallelism()))
const queueLimits = { running: threads, runningOfOwner: Math.ceil(threads / 2), waitingOfOwner: 100 }

type Threads = { pool: Piscina; queue: FairQueue }
const threadsOfProcess = new ProcessSingleton<Threads>("threads")

/**
 * Creates a function that runs the default export of `file`, a path from the project's root, in a worker thread. The
 * thread loads the compiled file and sees no environment variables. `owner`: on whose behalf the task runs, such as a
 * tenant; owners take turns. Throws TaskLimitError, and the task's error as a plain Error.
 */
export function threadTask<Task extends (input: never) => unknown>(
  file: `${"lib" | "tools"}/${string}.task.ts`,
  limits: Partial<TaskLimits> = {},
): (owner: string, input: Parameters<Task>[0]) => Promise<Awaited<ReturnType<Task>>> {
  const { milliseconds, resultBytes } = { ...defaultLimits, ...limits }
  return async (owner, input) => {
    const { pool, queue } = threadsOfProcess.get(start)
    const url = pathToFileURL(distPath(file.replace(/\.ts$/, ".js"))).href
    try {
      const result: Uint8Array | null = await queue.run(owner, () =>
        pool.run({ url, input, resultBytes }, { signal: AbortSignal.timeout(milliseconds) }),
      )
      if (result === null) throw new TaskLimitError("result")
      return deserialize(result)
    } catch (error) {
      throw toLimitError(error)
    }
  }
}

/**
 * Starts a thread that is kept, for a process with few tasks, so that the first one does not wait for a thread to
 * start.
 */
export function startThread(): void {
  threadsOfProcess.get(() => start(1))
}

function start(minThreads = 0): Threads {
  const pool = new Piscina({
    filename: distPath("lib/platform/threads/thread.js"),
    minThreads,
    maxThreads: threads,
    idleTimeout: idleMs,
    atomics: "disabled",
    // Threads that parse untrusted input get neither this process's preloaded modules nor its secrets.
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  })
  return { pool, queue: new FairQueue(queueLimits) }
}

function toLimitError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof DomainError && error.kind === "too_many_requests") return new TaskLimitError("queue")
  if (error.name === "AbortError") return new TaskLimitError("time")
  if (Reflect.get(error, "code") === "ERR_WORKER_OUT_OF_MEMORY") return new TaskLimitError("memory")
  return error
}
