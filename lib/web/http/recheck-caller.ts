import type { Actor } from "@/lib/identity/auth/actor"
import { authenticate } from "@/lib/identity/auth/authenticate"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { ProcessSingleton } from "@/lib/platform/process-singleton"

const recheckMs = 2_500

/** Streams of one process that were opened with the same credentials and permissions. */
type Watch = { ends: Set<() => void>; timer: NodeJS.Timeout }

/**
 * Calls `end` within 5 seconds after the credentials are revoked or their permissions change. Streams with the same
 * credentials share one check, so that hundreds of open pages cost one query. Returns a function that stops the watch.
 */
export function recheckCaller(
  actor: Actor,
  { headers }: Pick<Request, "headers">,
  end: () => void,
): () => void {
  const credentials = headers.get("authorization") ?? headers.get("cookie") ?? ""
  const key = JSON.stringify([credentials, rightsOf(actor)])
  const watch = watches().get(key) ?? startWatch(key, actor, headers)
  watch.ends.add(end)
  return () => {
    watch.ends.delete(end)
    if (watch.ends.size === 0) stopWatch(key, watch)
  }
}

function startWatch(key: string, actor: Actor, headers: Headers): Watch {
  const check = async () => {
    if (await hasSameRights(actor, headers)) return
    stopWatch(key, watch)
    for (const end of watch.ends) end()
  }
  const watch: Watch = { ends: new Set(), timer: setInterval(() => void check(), recheckMs) }
  watches().set(key, watch)
  return watch
}

function stopWatch(key: string, watch: Watch): void {
  clearInterval(watch.timer)
  if (watches().get(key) === watch) watches().delete(key)
}

async function hasSameRights(actor: Actor, headers: Headers): Promise<boolean> {
  try {
    return rightsOf(await authenticate(headers, actor.requestId ?? "")) === rightsOf(actor)
  } catch (error) {
    // Keeps the stream open: while the database is unavailable, there are no events to send.
    return isDatabaseUnavailable(error)
  }
}

function rightsOf({ kind, id, scopes, environmentIds, tenantIds }: Actor): string {
  return JSON.stringify([kind, id, scopes, environmentIds, tenantIds])
}

const watchesOfProcess = new ProcessSingleton<Map<string, Watch>>("caller-watches")
const watches = () => watchesOfProcess.get(() => new Map())
