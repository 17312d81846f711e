import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { tokenFilters, tokensQuery } from "@/components/admin/tokens/tokens-query"
import { Forbidden } from "@/components/layout/forbidden"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listTokens } from "@/lib/identity/tokens/list-tokens"
import { tokensQuerySchema } from "@/lib/identity/tokens/schema"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate, preloadList } from "@/lib/web/client/hydrated"
import { TokensView } from "./tokens-view"

export const metadata: Metadata = { title: "Tokens" }

const tokens = { schema: tokensQuerySchema, verb: listTokens, path: api.tokens }
const readSearch = createLoader(tokenFilters)

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Forbidden title="Tokens" actor={actor} />
  const filter = await readSearch(searchParams)
  const [environments, state] = await Promise.all([
    readEnvironments(actor),
    hydrate([preloadList(tokensQuery(filter), () => firstPage(actor, filter, tokens))]),
  ])
  return (
    <HydrationBoundary state={state}>
      <TokensView environments={environments.map(({ name }) => name)} />
    </HydrationBoundary>
  )
}
