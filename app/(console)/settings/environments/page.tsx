import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { environmentsQuery } from "@/components/ledger/environments/environments-query"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listEnvironments } from "@/lib/ledger/environments/find-environment"
import { hydrate } from "@/lib/web/client/hydrate"
import { EnvironmentsView } from "./environments-view"

export const metadata: Metadata = { title: "Environments" }

export default async function EnvironmentsPage() {
  const { actor } = await requirePageUser()
  const state = await hydrate((client) => [
    client.prefetchQuery({
      ...environmentsQuery,
      queryFn: () => listEnvironments(actor, { includeArchived: true }),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <EnvironmentsView mayChange={may(actor, "admin")} />
    </HydrationBoundary>
  )
}
