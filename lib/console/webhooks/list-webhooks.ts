import { z } from "zod"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { Prisma, Webhook as WebhookRow } from "@/lib/platform/db/generated/client"
import { containing } from "@/lib/platform/db/names-containing"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { timeOfId, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { isWebhookEventType } from "./event-types"
import { type Webhook, type WebhookSummary, type WebhooksQuery, webhookSchema } from "./schema"

const withState = {
  deliveries: { orderBy: { id: "desc" }, take: 1, select: { id: true, type: true, state: true } },
  _count: { select: { deliveries: { where: { state: "PENDING" } } } },
} as const satisfies Prisma.WebhookInclude

/** Newest first: ids are in order of creation. */
export async function listWebhooks(actor: Actor, query: WebhooksQuery): Promise<Page<WebhookSummary>> {
  requireScope(actor, "admin")
  const cursor = decodeCursor(query.cursor, z.tuple([z.uuid()]))
  const rows = await db().webhook.findMany({
    where: {
      id: { lt: cursor?.[0] },
      ...(query.q !== undefined && { OR: [{ name: containing(query.q) }, { url: containing(query.q) }] }),
    },
    include: withState,
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.id])
  const webhooks = await toWebhooks(page.items)
  const items = page.items.flatMap(({ deliveries: [last], _count }, index): WebhookSummary[] => {
    const webhook = webhooks[index]
    const lastDelivery = last === undefined ? null : { ...last, createdAt: toInstant(timeOfId(last.id)) }
    return webhook === undefined ? [] : [{ ...webhook, pending: _count.deliveries, lastDelivery }]
  })
  return { items, nextCursor: page.nextCursor }
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
  const ids = [...new Set(rows.flatMap((row) => row.environments))]
  const environments = ids.length === 0 ? [] : await db().environment.findMany({ where: { id: { in: ids } } })
  const names = new Map(environments.map(({ id, name }) => [id, name]))
  const now = new Date()
  return rows.map((row) => ({
    ...fieldsOf(webhookSchema, row),
    events: row.events.filter(isWebhookEventType),
    environments: row.environments.map((id) => names.get(id) ?? id),
    enabled: row.disabledAt === null,
    createdAt: toInstant(row.createdAt),
    previousSecretUntil:
      row.previousUntil === null || row.previousUntil <= now ? null : toInstantOrNull(row.previousUntil),
  }))
}
