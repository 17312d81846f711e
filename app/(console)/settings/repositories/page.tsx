import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { listRepositories } from "@/lib/fleet/charts/list-repositories"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { hydrate } from "@/lib/web/client/hydrate"
import { RepositoriesView } from "./repositories-view"

export const metadata: Metadata = { title: "Repositories" }

export default async function RepositoriesPage() {
  const { actor } = await requirePageUser()
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...repositoriesQuery, queryFn: () => listRepositories(actor) }),
  ])
  return (
    <HydrationBoundary state={state}>
      <RepositoriesView mayChange={may(actor, "admin")} />
    </HydrationBoundary>
  )
}
