import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { environmentNames } from "@/lib/identity/tokens/limits"
import { containsFilter } from "@/lib/platform/db/contains-filter"
import { Prisma, type Webhook as WebhookRow } from "@/lib/platform/db/generated/client"
import { db, query } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { timeOfId, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { cutIdPage, decodeIdCursor, type Page } from "@/lib/platform/page"
import { previousValidUntil } from "@/lib/platform/sealing/signing-secret"
import { isWebhookEventType } from "./event-types"
import { type Webhook, type WebhookSummary, type WebhooksQuery, webhookSchema } from "./schema"

/** Newest first: ids are in order of creation. */
export async function listWebhooks(
  actor: Actor,
  { q, limit, cursor }: WebhooksQuery,
): Promise<Page<WebhookSummary>> {
  requireScope(actor, "admin")
  const rows = await db().webhook.findMany({
    where: {
      id: { lt: decodeIdCursor(cursor) },
      ...(q !== undefined && { OR: [{ name: containsFilter(q) }, { url: containsFilter(q) }] }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutIdPage(rows, limit)
  const [webhooks, states] = await Promise.all([
    toWebhooks(page.items),
    readStates(page.items.map(({ id }) => id)),
  ])
  const noDelivery = { pending: 0, lastDelivery: null }
  const items = webhooks.map((webhook) => ({ ...webhook, ...noDelivery, ...states.get(webhook.id) }))
  return { items, nextCursor: page.nextCursor }
}

type State = Pick<WebhookSummary, "pending" | "lastDelivery">
type LastRow = Omit<NonNullable<State["lastDelivery"]>, "createdAt"> & { webhookId: string; pending: number }

/** Omits webhooks without deliveries. In SQL, because Prisma takes seconds to find the last of 100,000 deliveries. */
async function readStates(ids: readonly string[]): Promise<Map<string, State>> {
  const rows = await query<LastRow>(Prisma.sql`
    SELECT w.id AS "webhookId", last.id, last.type, last.state::text AS state,
      (SELECT count(*)::int FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'PENDING') AS pending
    FROM unnest(${[...ids]}::uuid[]) AS w(id) CROSS JOIN LATERAL (
      SELECT id, type, state FROM webhook_delivery d WHERE d.webhook_id = w.id ORDER BY d.id DESC LIMIT 1) last`)
  return new Map(
    rows.map(({ webhookId, pending, ...last }) => [
      webhookId,
      { pending, lastDelivery: { ...last, createdAt: toInstant(timeOfId(last.id)) } },
    ]),
  )
}

export async function getWebhook(actor: Actor, id: string): Promise<Webhook> {
  requireScope(actor, "admin")
  const [webhook] = await toWebhooks([await findWebhook(id)])
  if (webhook === undefined) throw new Error("Expected one webhook per row.")
  return webhook
}

/** The stored row; throws a 404 if there is none. */
export async function findWebhook(id: string): Promise<WebhookRow> {
  const row = await db().webhook.findUnique({ where: { id } })
  if (row === null) throw notFound(`There is no webhook ${id}.`)
  return row
}

/** Converts rows to their API representation, without the secrets. */
async function toWebhooks(rows: readonly WebhookRow[]): Promise<Webhook[]> {
  const namesOf = await environmentNames(rows)
  const now = new Date()
  return rows.map((row) => ({
    ...fieldsOf(webhookSchema, row),
    events: row.events.filter(isWebhookEventType),
    environments: namesOf(row.environments),
    enabled: row.disabledAt === null,
    previousSecretUntil: toInstantOrNull(previousValidUntil(row, now)),
  }))
}
