import { v7 as uuidv7 } from "uuid"
import { currentActionName } from "@/lib/identity/audit/action-names"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import { Prisma, type Webhook } from "@/lib/platform/db/generated/client"
import { db, query, transaction } from "@/lib/platform/db/transaction"
import { buildPayload, readEventData } from "./event-data"
import { eventTypeOf, type WebhookEventType } from "./event-types"

/** The maximum read from each audit chain in one round. */
const maxEntries = 32
const timeout = 60_000

/** The columns of an enabled webhook that decide what it receives. */
type Follower = Pick<Webhook, "id" | "events" | "environments" | "tenants"> & { positions: number[] }

/**
 * Makes deliveries of the events since each webhook's positions. Events are the entries of the audit log: each is written
 * in the transaction of its change, and a chain is locked until that commits, so that nothing becomes visible behind a
 * position. Deliveries and positions are written together, and another worker skips the webhooks held here, so that an
 * event is delivered once. Returns whether there may be more.
 */
export async function followEvents(): Promise<boolean> {
  if (!(await hasFollowers())) return false
  return transaction(followAll, { timeout })
}

async function hasFollowers(): Promise<boolean> {
  const rows = await query(Prisma.sql`SELECT 1 FROM webhook WHERE disabled_at IS NULL LIMIT 1`)
  return rows.length > 0
}

async function followAll(): Promise<boolean> {
  const followers = await db().$queryRaw<Follower[]>`
    SELECT id, events, environments, tenants, positions::float8[] AS positions FROM webhook
    WHERE disabled_at IS NULL ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`
  let hasMore = false
  // All are at the same positions, except one that was just created or enabled.
  for (const group of groupsOf(followers, ({ positions }) => positions)) {
    hasMore = (await followGroup(group)) || hasMore
  }
  return hasMore
}

type Entry = { id: string; at: Date; action: string; subjectId: string; chain: number; position: number }
type Happened = Pick<Entry, "id" | "at" | "subjectId"> & { type: WebhookEventType }

async function followGroup([first, ...others]: readonly Follower[]): Promise<boolean> {
  if (first === undefined) return false
  const group = [first, ...others]
  const entries = await db().$queryRaw<Entry[]>`
    SELECT e.* FROM unnest(${first.positions}::bigint[]) WITH ORDINALITY AS p(position, number)
    CROSS JOIN LATERAL (
      SELECT id, at, action, subject_id AS "subjectId", chain, position::float8 AS position FROM audit_entry
      WHERE chain = p.number - 1 AND position > p.position ORDER BY audit_entry.position LIMIT ${maxEntries}) e
    ORDER BY e.at, e.id`
  if (entries.length === 0) return false
  const events = entries.flatMap(({ action, ...entry }): Happened[] => {
    const type = eventTypeOf(currentActionName(action))
    return type === null ? [] : [{ ...entry, type }]
  })
  for (const sameLimits of groupsOf(group, ({ environments, tenants }) => [environments, tenants])) {
    await storeDeliveries(await deliveriesFor(sameLimits, events))
  }
  const found = first.positions.map((_, chain) => entries.filter((entry) => entry.chain === chain))
  const positions = first.positions.map((before, chain) =>
    Math.max(before, ...(found[chain] ?? []).map(({ position }) => position)),
  )
  await db().$executeRaw`
    UPDATE webhook SET positions = ${positions}::bigint[] WHERE id = ANY(${group.map(({ id }) => id)}::uuid[])`
  return found.some(({ length }) => length === maxEntries)
}

type NewDelivery = { id: string; webhookId: string; eventId: string; type: string; payload: string }

/** The deliveries of webhooks with the same limits. */
async function deliveriesFor(
  webhooks: readonly Follower[],
  events: readonly Happened[],
): Promise<NewDelivery[]> {
  const subscribed = events.filter(({ type }) => webhooks.some((webhook) => webhook.events.includes(type)))
  const data = await readAll(readerFor(webhooks), subscribed)
  return subscribed.flatMap(({ id: eventId, type, at, subjectId }) => {
    const resource = data.get(subjectId)
    if (resource === undefined) return []
    const payload = buildPayload(type, at, resource)
    const receivers = webhooks.filter((webhook) => webhook.events.includes(type))
    return receivers.map(({ id: webhookId }) => ({ id: uuidv7(), webhookId, eventId, type, payload }))
  })
}

/** May see what the webhook is limited to. */
function readerFor([webhook]: readonly Follower[]): Actor {
  const limit = (ids: readonly string[] = []) => (ids.length === 0 ? null : ids)
  return {
    ...systemActor("webhooks"),
    scopes: ["deployments:read", "releases:read"],
    environmentIds: limit(webhook?.environments),
    tenantIds: limit(webhook?.tenants),
  }
}

/** The resources of the events by id. */
async function readAll(actor: Actor, events: readonly Happened[]): Promise<Map<string, object>> {
  const found = new Map<string, object>()
  for (const [noun, ofNoun] of Map.groupBy(events, ({ type }) => type.split(".", 1)[0] ?? "")) {
    const ids = [...new Set(ofNoun.map(({ subjectId }) => subjectId))]
    for (const [id, resource] of await readEventData(actor, noun, ids)) found.set(id, resource)
  }
  return found
}

/** Stores deliveries that are due now, in one statement. */
export async function storeDeliveries(deliveries: readonly NewDelivery[]): Promise<void> {
  if (deliveries.length === 0) return
  await db().$executeRaw`
    INSERT INTO webhook_delivery (id, webhook_id, event_id, type, payload)
    SELECT * FROM unnest(${deliveries.map(({ id }) => id)}::uuid[],
      ${deliveries.map(({ webhookId }) => webhookId)}::uuid[], ${deliveries.map(({ eventId }) => eventId)}::uuid[],
      ${deliveries.map(({ type }) => type)}::text[], ${deliveries.map(({ payload }) => payload)}::text[])
    ON CONFLICT (webhook_id, event_id) DO NOTHING`
}

function groupsOf<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  return [...Map.groupBy(items, (item) => JSON.stringify(key(item))).values()]
}
