import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { z } from "zod"
import { chartFilters, chartsPageQuery } from "@/components/fleet/charts/charts-query"
import { fleetVersionsPageQuery } from "@/components/fleet/releases/release-queries"
import { repositoriesQuery } from "@/components/fleet/repositories/repositories-query"
import { listRepositories } from "@/lib/fleet/charts/list-repositories"
import { chartQuerySchema } from "@/lib/fleet/charts/schema"
import { searchCharts } from "@/lib/fleet/charts/search-charts"
import { listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preload, preloadList } from "@/lib/web/client/hydrated"
import { ChartsView } from "./charts-view"

export const metadata: Metadata = { title: "Charts" }

const charts = { schema: chartQuerySchema, verb: searchCharts, path: api.charts }
const fleetVersions = { schema: z.strictObject({}), verb: listFleetVersions, path: api.releaseVersions }
const readSearch = createLoader(chartFilters)

export default async function ChartsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  return (
    <Hydrated
      reads={[
        preloadList(chartsPageQuery(filter), () => firstPage(actor, filter, charts)),
        preload(fleetVersionsPageQuery, () => firstPage(actor, {}, fleetVersions)),
        preload(repositoriesQuery, () => listRepositories(actor)),
      ]}
    >
      <ChartsView />
    </Hydrated>
  )
}
