import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { repositoriesQuery } from "@/components/repositories/repositories-query"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { listRepositories } from "@/lib/charts/list-repositories"
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
