import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import {
  insightParameters,
  insightParsers,
  insightsQuery,
  previousParameters,
} from "@/components/insights/insights-query"
import { settleQuestion } from "@/components/insights/settle-question"
import { hydrate } from "@/lib/api/hydrate"
import type { Actor } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { listApplications } from "@/lib/deployments/list-applications"
import { readEnvironments } from "@/lib/environments/read-environments"
import { getInsights } from "@/lib/insights/get-insights"
import { insightsQuerySchema } from "@/lib/insights/query-schema"
import type { Query } from "@/lib/paths"
import { InsightsView } from "./insights-view"

export const metadata: Metadata = { title: "Insights" }

const readSearch = createLoader(insightParsers)

export default async function InsightsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const [filter, applications, ladder] = await Promise.all([
    readSearch(searchParams),
    listApplications(actor),
    readEnvironments(actor),
  ])
  const choices = { applications, environments: ladder.map(({ name, production }) => ({ name, production })) }
  const now = new Date()
  const question = settleQuestion(filter, choices, now)
  const state = await hydrate((client) => [
    client.prefetchQuery({
      ...insightsQuery(question),
      queryFn: () => read(actor, insightParameters(question, now)),
    }),
    client.prefetchQuery({
      ...insightsQuery(question, "previous"),
      queryFn: () => read(actor, previousParameters(question, now)),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <InsightsView choices={choices} renderedAt={now.toISOString()} />
    </HydrationBoundary>
  )
}

async function read(actor: Actor, parameters: Query) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "")
  return getInsights(actor, insightsQuerySchema.parse(Object.fromEntries(given)))
}
