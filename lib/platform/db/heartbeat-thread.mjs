// Runs statements periodically in its own thread, so that computation in the process does not delay them.
import { parentPort, workerData } from "node:worker_threads"
import pg from "pg"

const pool = new pg.Pool({
  connectionString: workerData.connectionString,
  max: 8,
  connectionTimeoutMillis: 5_000,
  query_timeout: 10_000,
})
pool.on("error", () => {})
const timers = new Map()

parentPort.on("message", ({ id, statement, everyMs, state }) => {
  clearInterval(timers.get(id))
  timers.delete(id)
  if (statement === undefined) return
  let isAsking = false
  const beat = async () => {
    if (isAsking) return
    isAsking = true
    const requestedAt = Date.now()
    try {
      const { rows, rowCount } = await pool.query(statement)
      if (!timers.has(id)) return
      if (rowCount === 0) Atomics.store(state, 1, 1n)
      else Atomics.store(state, 0, BigInt(requestedAt))
      parentPort.postMessage({ id, rows })
    } catch {
      // The database is unavailable for now; the next beat may succeed.
    } finally {
      isAsking = false
    }
  }
  timers.set(
    id,
    setInterval(() => void beat(), everyMs),
  )
  void beat()
})
