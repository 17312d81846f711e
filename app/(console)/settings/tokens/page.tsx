import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { Denied } from "@/components/layout/denied"
import { tokenFilters, tokensQuery } from "@/components/tokens/tokens-query"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { readEnvironments } from "@/lib/environments/read-environments"
import { api } from "@/lib/paths"
import { listTokens } from "@/lib/tokens/list-tokens"
import { tokensQuerySchema } from "@/lib/tokens/schema"
import { TokensView } from "./tokens-view"

export const metadata: Metadata = { title: "Tokens" }

const tokens = { schema: tokensQuerySchema, verb: listTokens, path: api.tokens }
const readSearch = createLoader(tokenFilters)

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Denied title="Tokens" actor={actor} />
  const filter = await readSearch(searchParams)
  const [ladder, state] = await Promise.all([
    readEnvironments(actor),
    hydrate((client) => [
      client.prefetchInfiniteQuery({
        ...tokensQuery(filter),
        queryFn: () => firstPage(actor, filter, tokens),
      }),
    ]),
  ])
  return (
    <HydrationBoundary state={state}>
      <TokensView environments={ladder.map(({ name }) => name)} />
    </HydrationBoundary>
  )
}
