import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { resolveEnvironments } from "@/lib/ledger/environments/resolve-environment"
import { uniqueViolationAs } from "@/lib/platform/db/database-errors"
import { lockCount } from "@/lib/platform/db/lock-count"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { createSecret, replaceSecret } from "@/lib/platform/sealing/signing-secret"
import { maxSourcesOfSystem } from "./authenticate-event"
import { getEventSource } from "./list-event-sources"
import type { CreatedEventSource, CreateEventSource, EventSource, UpdateEventSource } from "./schema"
import { eventSystemNames } from "./systems"

/** Creates an event source; only this response contains its secret. */
export async function createEventSource(actor: Actor, input: CreateEventSource): Promise<CreatedEventSource> {
  requireScope(actor, "admin")
  const { name, system, application } = input
  const environments = await resolveEnvironments(actor, input.environments)
  const { secret, columns } = createSecret("event-source-secret")
  return transaction(async () => {
    await lockCount("event sources")
    if ((await db().eventSource.count({ where: { system } })) >= maxSourcesOfSystem) {
      throw conflict(
        `There are already ${maxSourcesOfSystem} event sources for ${eventSystemNames[system]}. Remove one first.`,
        "too_many_event_sources",
      )
    }
    const { id } = await db().eventSource.create({
      data: {
        name,
        system,
        application,
        environments: environments.map((environment) => environment.id),
        ...columns,
        createdBy: actor.name,
      },
    })
    const source = await getEventSource(actor, id)
    await appendAudit(actor, "event-source.created", id, limitsOf(source))
    return { ...source, secret }
  }).catch(uniqueViolationAs(() => nameTaken(name)))
}

const limitsOf = ({ name, system, application, environments, enabled }: EventSource) => ({
  name,
  system,
  application,
  environments,
  enabled,
})

/** Changes, disables or enables an event source, with effect from its next event. */
export async function updateEventSource(
  actor: Actor,
  id: string,
  change: UpdateEventSource,
  ifMatch: string | null = null,
): Promise<EventSource> {
  requireScope(actor, "admin")
  const { enabled, environments: names, ...fields } = change
  const environments = names && (await resolveEnvironments(actor, names))
  return transaction(async () => {
    const before = await lockEventSource(actor, id, ifMatch)
    const isSwitched = enabled !== undefined && enabled !== before.enabled
    await db().eventSource.update({
      where: { id },
      data: {
        ...fields,
        environments: environments?.map((environment) => environment.id),
        ...(isSwitched && { disabledAt: enabled ? null : new Date() }),
      },
    })
    const source = await getEventSource(actor, id)
    await appendAudit(actor, "event-source.changed", id, limitsOf(source))
    return source
  }).catch(uniqueViolationAs(() => nameTaken(change.name ?? "")))
}

/** Gives it a new secret, which only this response contains. The previous one is accepted for a day. */
export async function rotateSecret(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<CreatedEventSource> {
  requireScope(actor, "admin")
  return transaction(async () => {
    const { name } = await lockEventSource(actor, id, ifMatch)
    const before = await db().eventSource.findUniqueOrThrow({ where: { id } })
    const { secret, columns: data } = replaceSecret("event-source-secret", before)
    await db().eventSource.update({ where: { id }, data })
    await appendAudit(actor, "event-source.secret_rotated", id, { name })
    return { ...(await getEventSource(actor, id)), secret }
  })
}

/** What it recorded is kept. */
export async function deleteEventSource(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<void> {
  requireScope(actor, "admin")
  await transaction(async () => {
    const { name, system } = await lockEventSource(actor, id, ifMatch)
    await db().eventSource.delete({ where: { id } })
    await appendAudit(actor, "event-source.removed", id, { name, system })
  })
}

async function lockEventSource(actor: Actor, id: string, ifMatch: string | null): Promise<EventSource> {
  await db().$queryRaw`SELECT 1 FROM event_source WHERE id = ${id}::uuid FOR UPDATE`
  const source = await getEventSource(actor, id)
  requireMatch(ifMatch, source, "This event source")
  return source
}

const nameTaken = (name: string) =>
  conflict(`An event source named ${name} already exists.`, "event_source_name_taken")
