import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { viewerPreferences } from "@/components/layout/viewer-preferences"
import { viewerRights } from "@/components/layout/viewer-rights"
import {
  applicationInsightsQuery,
  insightParsers,
  insightsQuery,
  resolveInsightsQuery,
} from "@/components/ledger/insights/insights-query"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { allValue } from "@/lib/ledger/deployments/all-value"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import { preferredSingleApplication } from "@/lib/ledger/deployments/preferred-application"
import { rankedEnvironments } from "@/lib/ledger/environments/promotion-order"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { compareApplications } from "@/lib/ledger/insights/compare-applications"
import { getInsights } from "@/lib/ledger/insights/get-insights"
import { applicationInsightsQuerySchema, insightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { parseQuery } from "@/lib/web/client/first-page"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { InsightsView } from "./insights-view"

export const metadata: Metadata = { title: "Insights" }

const readSearch = createLoader(insightParsers)

export default async function InsightsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const [filter, applications, environments] = await Promise.all([
    readSearch(searchParams),
    listApplications(actor),
    readEnvironments(actor),
  ])
  const viewer = await viewerPreferences()
  const stages = rankedEnvironments(environments)
  const preferred = stages.find(({ production }) => production) ?? stages.at(-1)
  const choices = {
    applications,
    environments: environments.map(({ name }) => name),
    defaultApplication: (await preferredSingleApplication(actor, viewer.application)) ?? allValue,
    defaultEnvironment: preferred?.name ?? allValue,
  }
  const now = new Date()
  const question = resolveInsightsQuery(filter, choices, viewer.timeZone, now)
  return (
    <Hydrated
      reads={[
        filter.view === "applications"
          ? preload(applicationInsightsQuery(question), (path) =>
              compareApplications(actor, parseQuery(applicationInsightsQuerySchema, path)),
            )
          : preload(insightsQuery(question), (path) =>
              getInsights(actor, parseQuery(insightsQuerySchema, path)),
            ),
      ]}
    >
      <InsightsView
        choices={choices}
        serverZone={viewer.timeZone}
        renderedAt={now.toISOString()}
        rights={viewerRights(actor)}
      />
    </Hydrated>
  )
}
