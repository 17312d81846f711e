import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { readChartReference } from "@/components/releases/chart-queries"
import { FormDenied } from "@/components/releases/form/form-denied"
import { versionCountsQuery } from "@/components/rollouts/wizard/version-counts"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { countChartVersions } from "@/lib/releases/count-chart-versions"
import { NewRolloutView } from "./new-rollout-view"

export const metadata: Metadata = { title: "New rollout" }

const readSearch = createLoader({ chart: parseAsString })

export default async function NewRolloutPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "releases:write")) {
    return <NewRolloutView denied={<FormDenied what="Rolling out an upgrade" actor={actor} />} />
  }
  const chart = readChartReference((await readSearch(searchParams)).chart)
  // The one part of the form whose height nobody knows before it is read.
  const state = await hydrate((client) =>
    chart === null
      ? []
      : [
          client.prefetchQuery({
            ...versionCountsQuery(chart.name),
            queryFn: () => countChartVersions(actor, chart.name),
          }),
        ],
  )
  return (
    <HydrationBoundary state={state}>
      <NewRolloutView denied={null} />
    </HydrationBoundary>
  )
}
