import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import {
  feedQuery,
  measuredEnvironment,
  overviewFilter,
  overviewInsightsQuery,
  overviewParsers,
  overviewQuery,
  releaseAttentionQuery,
} from "@/components/console/overview/overview-query"
import { releaseSummaryQuery } from "@/components/fleet/releases/release-queries"
import { viewerPreferences } from "@/components/layout/viewer-preferences"
import { viewerRights } from "@/components/layout/viewer-rights"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema } from "@/lib/console/activity/schema"
import { getOverview } from "@/lib/console/overview/get-overview"
import { getReleaseAttention } from "@/lib/console/overview/get-release-attention"
import { overviewQuerySchema } from "@/lib/console/overview/schema"
import { getSummary } from "@/lib/fleet/releases/count-releases"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import { preferredApplication } from "@/lib/ledger/deployments/preferred-application"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { insightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { parseQuery } from "@/lib/web/client/first-page"
import { Hydrated, type Preload, preload } from "@/lib/web/client/hydrated"
import { OverviewView } from "./overview-view"

export const metadata: Metadata = { title: "Overview" }

const readSearch = createLoader(overviewParsers)

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const rights = viewerRights(actor)
  const search = await readSearch(searchParams)
  const applications = await listApplications(actor)
  const viewer = await viewerPreferences()
  const preferred = await preferredApplication(actor, viewer.application)
  const filter = overviewFilter(search, preferred)
  const readOverview: Preload = async (client) => {
    const query = overviewQuery(filter)
    await preload(query, (path) => getOverview(actor, parseQuery(overviewQuerySchema, path)))(client)
    const overview = client.getQueryData(query.queryKey)
    const environment = overview ? measuredEnvironment(overview.environments) : null
    await preload(overviewInsightsQuery(filter, environment, viewer.timeZone), (path) =>
      getInsights(actor, parseQuery(insightsQuerySchema, path)),
    )(client)
  }
  return (
    <Hydrated
      reads={[
        readOverview,
        preload(
          feedQuery(filter),
          async (path) => (await listActivity(actor, parseQuery(activityQuerySchema, path))).items,
        ),
        ...(rights.readReleases && filter.at === null
          ? [
              preload(releaseSummaryQuery, () => getSummary(actor)),
              preload(releaseAttentionQuery, () => getReleaseAttention(actor)),
            ]
          : []),
      ]}
    >
      <OverviewView
        applications={applications}
        preferred={preferred}
        serverZone={viewer.timeZone}
        rights={rights}
      />
    </Hydrated>
  )
}
