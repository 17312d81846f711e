import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { rolloutParsers, rolloutsQuery } from "@/components/fleet/rollouts/rollout-queries"
import { listRollouts } from "@/lib/fleet/rollouts/list-rollouts"
import { rolloutQuerySchema } from "@/lib/fleet/rollouts/schema"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate } from "@/lib/web/client/hydrate"
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
