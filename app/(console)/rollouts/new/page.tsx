import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { readChartReference, versionCountsQuery } from "@/components/fleet/charts/chart-queries"
import { changeDenied } from "@/components/layout/forbidden"
import { countChartVersions } from "@/lib/fleet/releases/count-releases"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { NewRolloutView } from "./new-rollout-view"

export const metadata: Metadata = { title: "New rollout" }

const readSearch = createLoader({ chart: parseAsString })

export default async function NewRolloutPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const denied = changeDenied(actor, "Rolling out an upgrade")
  const chart = denied ? null : readChartReference((await readSearch(searchParams)).chart)
  // The only part of the form whose height depends on loaded data.
  const reads =
    chart === null
      ? []
      : [preload(versionCountsQuery(chart.name), () => countChartVersions(actor, chart.name))]
  return (
    <Hydrated reads={reads}>
      <NewRolloutView denied={denied} />
    </Hydrated>
  )
}
