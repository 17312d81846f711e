import type { Metadata } from "next"
import { z } from "zod"
import { chartList, repositoriesQuery } from "@/components/fleet/charts/chart-queries"
import { fleetVersionsPageQuery } from "@/components/fleet/releases/release-queries"
import { listRoute } from "@/components/layout/list-route"
import { listRepositories } from "@/lib/fleet/charts/list-repositories"
import { chartQuerySchema } from "@/lib/fleet/charts/schema"
import { searchCharts } from "@/lib/fleet/charts/search-charts"
import { listFleetVersions } from "@/lib/fleet/releases/count-releases"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { preload } from "@/lib/web/client/hydrated"
import { ChartsView } from "./charts-view"

export const metadata: Metadata = { title: "Charts" }

const fleetVersions = { schema: z.strictObject({}), handler: listFleetVersions }

export default listRoute({
  ...chartList,
  list: { schema: chartQuerySchema, handler: searchCharts },
  reads: (actor) => [
    preload(fleetVersionsPageQuery, () => firstPage(actor, api("/helm/releases/versions"), fleetVersions)),
    preload(repositoriesQuery, () => listRepositories(actor)),
  ],
  view: () => <ChartsView />,
})
