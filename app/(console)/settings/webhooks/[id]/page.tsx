import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { deliveryList, deliveryParsers, webhookQuery } from "@/components/admin/webhooks/webhook-queries"
import { Forbidden } from "@/components/layout/forbidden"
import { listDeliveries } from "@/lib/console/webhooks/list-deliveries"
import { getWebhook } from "@/lib/console/webhooks/list-webhooks"
import { deliveriesQuerySchema } from "@/lib/console/webhooks/schema"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { readForPage } from "@/lib/identity/auth/page-actor"
import { readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preload, preloadList } from "@/lib/web/client/hydrated"
import { WebhookView } from "./webhook-view"

/** Null for a caller who may not see webhooks. */
const readWebhook = readForPage(async (actor: Actor, id) =>
  hasScope(actor, "admin") ? getWebhook(actor, id) : null,
)
const readFilter = createLoader(deliveryParsers)

type Props = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readWebhook((await params).id)).entity?.name ?? "Webhook" }
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params
  const { actor, entity: webhook } = await readWebhook(id)
  if (webhook === null) return <Forbidden title="Webhook" actor={actor} />
  const filter = await readFilter(searchParams)
  const list = {
    schema: deliveriesQuerySchema,
    handler: (actor: Actor, query: Parameters<typeof listDeliveries>[2]) => listDeliveries(actor, id, query),
  }
  const environments = await readLiveEnvironments(actor)
  return (
    <Hydrated
      reads={[
        preload(webhookQuery(id), () => webhook),
        preloadList(deliveryList(id).query(filter), (path) => firstPage(actor, path, list)),
      ]}
    >
      <WebhookView id={id} environments={environments.map(({ name }) => name)} />
    </Hydrated>
  )
}
