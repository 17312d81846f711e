import type { Metadata } from "next"
import { releaseSummaryQuery } from "@/components/fleet/releases/release-queries"
import { getSummary } from "@/lib/fleet/releases/count-releases"
import { listTenantClusters } from "@/lib/fleet/tenants/list-tenants"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { ValuesView } from "./values-view"

export const metadata: Metadata = { title: "Values" }

/** The browser loads the values, because decrypting those of a whole fleet would delay the page too long. */
export default async function ValuesPage() {
  const { actor } = await requirePageUser()
  const clusters = await listTenantClusters(actor)
  return (
    <Hydrated reads={[preload(releaseSummaryQuery, () => getSummary(actor))]}>
      <ValuesView clusters={clusters} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
