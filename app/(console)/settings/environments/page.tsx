import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { environmentsQuery } from "@/components/environments/environments-query"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { listEnvironments } from "@/lib/environments/list-environments"
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
