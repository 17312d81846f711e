import { Worker } from "node:worker_threads"
import { distPath } from "@/lib/platform/dist-path"
import { databaseUrl } from "@/lib/platform/env"

export type Statement = { text: string; values: unknown[] }

type OnRows = (rows: unknown[]) => void
type Thread = { worker: Worker; listeners: Map<number, OnRows> }

let thread: Thread | null = null
let lastId = 0

/**
 * Runs a statement immediately and then at intervals, in a thread with its own connections, so that the database
 * receives it even while this process is blocked by computation. The times are in shared memory, so they are current as
 * soon as the process continues.
 */
export class Heartbeat {
  private readonly id = ++lastId
  private readonly state = new BigInt64Array(new SharedArrayBuffer(16))

  /** `onRows` is called with the rows of each response, even if there are none. */
  constructor(statement: Statement, everyMs: number, startedAt: number, onRows: OnRows = () => {}) {
    this.state[0] = BigInt(startedAt)
    thread ??= startThread()
    thread.listeners.set(this.id, onRows)
    thread.worker.postMessage({ id: this.id, statement, everyMs, state: this.state })
  }

  /** When the last beat that changed a row was sent; milliseconds since 1970. */
  get lastAt(): number {
    return Number(Atomics.load(this.state, 0))
  }

  /** Whether a beat changed no row. */
  get isRejected(): boolean {
    return Atomics.load(this.state, 1) === 1n
  }

  stop(): void {
    thread?.listeners.delete(this.id)
    thread?.worker.postMessage({ id: this.id })
  }
}

function startThread(): Thread {
  const listeners = new Map<number, OnRows>()
  const worker = new Worker(distPath("lib/platform/db/heartbeat-thread.js"), {
    execArgv: [],
    workerData: { connectionString: databaseUrl() },
  })
  worker.on("message", ({ id, rows }: { id: number; rows: unknown[] }) => listeners.get(id)?.(rows))
  // Without heartbeats every lease would expire: the process exits, and its supervisor starts another.
  worker.on("error", (error) => {
    throw error
  })
  worker.unref()
  return { worker, listeners }
}
