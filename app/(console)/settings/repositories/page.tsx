import type { Metadata } from "next"
import { repositoriesQuery } from "@/components/fleet/charts/chart-queries"
import { listRepositories } from "@/lib/fleet/charts/list-repositories"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { RepositoriesView } from "./repositories-view"

export const metadata: Metadata = { title: "Repositories" }

export default async function RepositoriesPage() {
  const { actor } = await requirePageUser()
  return (
    <Hydrated reads={[preload(repositoriesQuery, () => listRepositories(actor))]}>
      <RepositoriesView canChange={hasScope(actor, "admin")} />
    </Hydrated>
  )
}
