import { setImmediate } from "node:timers/promises"
import type { Actor, Origin } from "@/lib/identity/auth/actor"
import { withMembers } from "@/lib/identity/auth/authenticate"
import type { EventSource } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { validSecrets } from "@/lib/platform/sealing/signing-secret"
import { signatures } from "./signatures"
import { type EventSystem, eventSystemNames } from "./systems"

/** Each event is compared with every source of its system, so there cannot be many. */
export const maxSourcesOfSystem = 20
const largeBody = 64 * 1024

/**
 * The event source that signed a request, found by its secret, as the caller. Throws a 401 before anything of the body is
 * parsed if the signature is missing, too old or of none of the enabled sources.
 */
export async function authenticateEvent(
  system: EventSystem,
  headers: Headers,
  body: Uint8Array,
  origin: Origin,
): Promise<Actor> {
  const now = new Date()
  const { missing, read } = signatures[system]
  const isSignedWith = read(headers, body, now)
  if (isSignedWith === null) throw new DomainError("unauthenticated", missing)
  const sources = await db().eventSource.findMany({
    where: { system, disabledAt: null },
    orderBy: { id: "asc" },
  })
  for (const source of sources) {
    const secrets = validSecrets("event-source-secret", source, now)
    if (secrets.some(isSignedWith)) return actorOfSource(source, origin)
    // Other requests are served between long computations.
    if (body.length > largeBody) await setImmediate()
  }
  throw new DomainError(
    "unauthenticated",
    `The signature does not match an enabled event source for ${eventSystemNames[system]}. Check the secret, or create an event source.`,
  )
}

async function actorOfSource(source: EventSource, origin: Origin): Promise<Actor> {
  return {
    kind: "event-source",
    id: source.id,
    name: source.name,
    scopes: ["deployments:write"],
    environmentIds: source.environments.length === 0 ? null : await withMembers(source.environments),
    tenantIds: [],
    application: source.application ?? undefined,
    ...origin,
  }
}
