import type { Metadata } from "next"
import { requestList } from "@/components/admin/requests/request-query"
import { listRoute } from "@/components/layout/list-route"
import { listRequests, readRequestsKept } from "@/lib/identity/requests/list-requests"
import { requestsQuerySchema } from "@/lib/identity/requests/schema"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import { readEnvironmentNames } from "@/lib/ledger/environments/read-environments"
import { listEventSources } from "@/lib/ledger/event-sources/list-event-sources"
import { maxLimit } from "@/lib/platform/page"
import { RequestsView } from "./requests-view"

export const metadata: Metadata = { title: "Requests" }

export default listRoute({
  adminsOnly: "Requests",
  ...requestList,
  list: { schema: requestsQuerySchema, handler: listRequests },
  view: async (actor) => {
    const [environments, tokens, sources, { dropped }] = await Promise.all([
      readEnvironmentNames(actor),
      listTokens(actor, { limit: maxLimit }),
      listEventSources(actor),
      readRequestsKept(),
    ])
    return (
      <RequestsView
        environments={environments}
        senders={[...sources, ...tokens.items].map(({ id, name }) => ({ id, name }))}
        dropped={dropped}
      />
    )
  },
})
