import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { readLastRequests } from "@/lib/identity/requests/last-requests"
import { environmentNames } from "@/lib/identity/tokens/limits"
import type { EventSource as EventSourceRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { toInstantOrNull } from "@/lib/platform/instant"
import { previousValidUntil } from "@/lib/platform/sealing/signing-secret"
import { type EventSource, eventSourceSchema, type ListedEventSource } from "./schema"

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
  if (source === undefined) throw notFound(`There is no event source ${id}.`)
  return source
}

async function toEventSources(rows: readonly EventSourceRow[]): Promise<EventSource[]> {
  const namesOf = await environmentNames(rows)
  const now = new Date()
  return rows.map((row) => ({
    ...fieldsOf(eventSourceSchema, row),
    environments: namesOf(row.environments),
    previousSecretUntil: toInstantOrNull(previousValidUntil(row, now)),
    enabled: row.disabledAt === null,
  }))
}
