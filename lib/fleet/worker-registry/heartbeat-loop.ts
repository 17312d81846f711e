import { Heartbeat } from "@/lib/platform/db/heartbeat"
import { db } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import { LoopDelays } from "@/lib/platform/metrics/loop-delay"
import { productVersion } from "@/lib/platform/product-version"

const beatMs = 5_000
/** How long workers that stopped without deregistering are shown. */
const deleteAfterSeconds = 3_600

/** Sends heartbeats until the returned function is called, which deregisters the worker. */
export function startHeartbeat(id: string, helmVersion: string): () => Promise<void> {
  const deleting = db()
    .$executeRaw`DELETE FROM seen_worker WHERE last_seen_at < clock_timestamp() - make_interval(secs => ${deleteAfterSeconds})`.catch(
    (err: unknown) => log.warn({ err }, "deleting stale workers failed"),
  )
  const query = { text: seenSql, values: [id, productVersion, helmVersion] }
  const heartbeat = new Heartbeat(query, beatMs, Date.now())
  const loop = new LoopDelays()
  const reporting = setInterval(() => void report(id, loop.figures), beatMs)
  return async () => {
    heartbeat.stop()
    clearInterval(reporting)
    loop.stop()
    await deleting
    await db()
      .seenWorker.deleteMany({ where: { id } })
      .catch(() => undefined)
  }
}

const seenSql = `
  INSERT INTO seen_worker (id, version, helm_version, started_at, last_seen_at)
  VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at`

/** Only for the metrics: errors are ignored, because the next report follows soon. */
async function report(id: string, figures: number[]): Promise<void> {
  await db().$executeRaw`UPDATE seen_worker SET loop_delays = ${figures}::float8[] WHERE id = ${id}`.catch(
    () => undefined,
  )
}
