import type { Metadata } from "next"
import { environmentsQuery } from "@/components/ledger/environments/environments-query"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listEnvironments } from "@/lib/ledger/environments/find-environment"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { EnvironmentsView } from "./environments-view"

export const metadata: Metadata = { title: "Environments" }

export default async function EnvironmentsPage() {
  const { actor } = await requirePageUser()
  return (
    <Hydrated reads={[preload(environmentsQuery, () => listEnvironments(actor, { includeArchived: true }))]}>
      <EnvironmentsView canChange={hasScope(actor, "admin")} />
    </Hydrated>
  )
}
