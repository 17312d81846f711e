import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { requestParsers, requestsQuery } from "@/components/admin/requests/request-query"
import { Forbidden } from "@/components/layout/forbidden"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listRequests, readRequestsKept } from "@/lib/identity/requests/list-requests"
import { requestsQuerySchema } from "@/lib/identity/requests/schema"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { maxLimit } from "@/lib/platform/page"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate, preloadList } from "@/lib/web/client/hydrated"
import { RequestsView } from "./requests-view"

export const metadata: Metadata = { title: "Requests" }

const list = { schema: requestsQuerySchema, verb: listRequests, path: api.requests }
const readSearch = createLoader(requestParsers)

export default async function RequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Forbidden title="Requests" actor={actor} />
  const filter = await readSearch(searchParams)
  const [environments, tokens, { dropped }, state] = await Promise.all([
    readEnvironments(actor),
    listTokens(actor, { limit: maxLimit }),
    readRequestsKept(),
    hydrate([preloadList(requestsQuery(filter), () => firstPage(actor, filter, list))]),
  ])
  return (
    <HydrationBoundary state={state}>
      <RequestsView
        environments={environments.map(({ name }) => name)}
        tokens={tokens.items.map(({ id, name }) => ({ id, name }))}
        dropped={dropped}
      />
    </HydrationBoundary>
  )
}
