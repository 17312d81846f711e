import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { rolloutParsers, rolloutsQuery } from "@/components/fleet/rollouts/rollout-queries"
import { listRollouts } from "@/lib/fleet/rollouts/list-rollouts"
import { rolloutQuerySchema } from "@/lib/fleet/rollouts/schema"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preloadList } from "@/lib/web/client/hydrated"
import { RolloutsView } from "./rollouts-view"

export const metadata: Metadata = { title: "Rollouts" }

const rollouts = { schema: rolloutQuerySchema, verb: listRollouts, path: api.rollouts }
const readSearch = createLoader(rolloutParsers)

export default async function RolloutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  return (
    <Hydrated reads={[preloadList(rolloutsQuery(filter), () => firstPage(actor, filter, rollouts))]}>
      <RolloutsView mayChange={may(actor, "releases:write")} />
    </Hydrated>
  )
}
