import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { readLastRequests } from "@/lib/identity/requests/last-requests"
import type { EventSource as EventSourceRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { EventSource, ListedEventSource } from "./schema"

/** All event sources with their last deliveries, by name. */
export async function listEventSources(actor: Actor): Promise<ListedEventSource[]> {
  requireScope(actor, "admin")
  const rows = await db().eventSource.findMany({ orderBy: { name: "asc" } })
  const [sources, last] = await Promise.all([
    toEventSources(rows),
    readLastRequests(rows.map(({ id }) => id)),
  ])
  return sources.map((source) => ({ ...source, lastDelivery: last.get(source.id) ?? null }))
}

export async function getEventSource(actor: Actor, id: string): Promise<EventSource> {
  requireScope(actor, "admin")
  const [source] = await toEventSources(await db().eventSource.findMany({ where: { id } }))
  if (source === undefined) throw notFound(`Event source ${id} not found.`)
  return source
}

/** Converts rows to their API representation, without the secrets. */
export async function toEventSources(rows: readonly EventSourceRow[]): Promise<EventSource[]> {
  const ids = [...new Set(rows.flatMap((row) => row.environments))]
  const environments = ids.length === 0 ? [] : await db().environment.findMany({ where: { id: { in: ids } } })
  const names = new Map(environments.map((environment) => [environment.id, environment.name]))
  const now = new Date()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    system: row.system,
    application: row.application,
    environments: row.environments.map((id) => names.get(id) ?? id),
    previousSecretUntil: toInstantOrNull(
      row.previousSecretUntil !== null && row.previousSecretUntil > now ? row.previousSecretUntil : null,
    ),
    createdBy: row.createdBy,
    createdAt: toInstant(row.createdAt),
    enabled: row.disabledAt === null,
  }))
}
