import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { rolloutParsers, rolloutsQuery } from "@/components/rollouts/rollout-queries"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { api } from "@/lib/paths"
import { listRollouts } from "@/lib/rollouts/list-rollouts"
import { rolloutQuerySchema } from "@/lib/rollouts/schema"
import { RolloutsView } from "./rollouts-view"

export const metadata: Metadata = { title: "Rollouts" }

const rollouts = { schema: rolloutQuerySchema, verb: listRollouts, path: api.rollouts }
const readSearch = createLoader(rolloutParsers)

export default async function RolloutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const state = await hydrate((client) => [
    client.prefetchInfiniteQuery({
      ...rolloutsQuery(filter),
      queryFn: () => firstPage(actor, filter, rollouts),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <RolloutsView mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
