import type { Metadata } from "next"
import { webhookList } from "@/components/admin/webhooks/webhook-queries"
import { listRoute } from "@/components/layout/list-route"
import { listWebhooks } from "@/lib/console/webhooks/list-webhooks"
import { webhooksQuerySchema } from "@/lib/console/webhooks/schema"
import { readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { WebhooksView } from "./webhooks-view"

export const metadata: Metadata = { title: "Webhooks" }

export default listRoute({
  adminsOnly: "Webhooks",
  ...webhookList,
  list: { schema: webhooksQuerySchema, handler: listWebhooks },
  view: async (actor) => (
    <WebhooksView environments={(await readLiveEnvironments(actor)).map(({ name }) => name)} />
  ),
})
