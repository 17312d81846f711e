import { setTimeout as sleep } from "node:timers/promises"
import { db } from "@/lib/db/transaction"
import { log } from "@/lib/log"
import { productVersion } from "@/lib/product-version"

const beatMilliseconds = 5_000
/** Those that died without a word are shown for a while, and then forgotten. */
const forgetSeconds = 3_600

/** Says again and again that this worker lives, until the answered function is called: then that it is gone. */
export function keepBeating(id: string, helmVersion: string): () => Promise<void> {
  const stopping = new AbortController()
  const going = beat(id, helmVersion, stopping.signal)
  return async () => {
    stopping.abort()
    await going
    await db()
      .seenWorker.deleteMany({ where: { id } })
      .catch(() => undefined)
  }
}

async function beat(id: string, helmVersion: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await say(id, helmVersion).catch((err: unknown) => log.warn({ err }, "This worker could not be heard"))
    await sleep(beatMilliseconds, null, { signal }).catch(() => undefined)
  }
}

async function say(id: string, helmVersion: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO seen_worker (id, version, helm_version, started_at, last_seen_at)
    VALUES (${id}, ${productVersion}, ${helmVersion}, clock_timestamp(), clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at`
  await db().$executeRaw`
    DELETE FROM seen_worker WHERE last_seen_at < clock_timestamp() - make_interval(secs => ${forgetSeconds})`
}
