import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { readChartReference, versionCountsQuery } from "@/components/fleet/charts/chart-queries"
import { FormDenied } from "@/components/fleet/releases/form/form-denied"
import { countChartVersions } from "@/lib/fleet/releases/count-releases"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { NewRolloutView } from "./new-rollout-view"

export const metadata: Metadata = { title: "New rollout" }

const readSearch = createLoader({ chart: parseAsString })

export default async function NewRolloutPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!hasScope(actor, "releases:write")) {
    return <NewRolloutView denied={<FormDenied action="Rolling out an upgrade" actor={actor} />} />
  }
  const chart = readChartReference((await readSearch(searchParams)).chart)
  // The only part of the form whose height depends on loaded data.
  return (
    <Hydrated
      reads={
        chart === null
          ? []
          : [preload(versionCountsQuery(chart.name), () => countChartVersions(actor, chart.name))]
      }
    >
      <NewRolloutView denied={null} />
    </Hydrated>
  )
}
