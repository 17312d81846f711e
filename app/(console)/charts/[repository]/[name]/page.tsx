import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { chartContentsQuery, chartVersionsQuery } from "@/components/releases/chart-queries"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { getChartContents } from "@/lib/charts/get-chart-contents"
import { listVersions } from "@/lib/charts/list-versions"
import { newestVersion } from "@/lib/charts/newest-version"
import { chartVersionsQuerySchema } from "@/lib/charts/schema"
import { ChartView } from "./chart-view"

type Props = {
  params: Promise<{ repository: string; name: string }>
  searchParams: Promise<{ version?: string | string[] }>
}

async function readChart(params: Props["params"]) {
  const { repository, name } = await params
  return { repository: decodeURIComponent(repository), name: decodeURIComponent(name) }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await readChart(params)).name }
}

export default async function ChartPage({ params, searchParams }: Props) {
  const { actor } = await requirePageUser()
  const chart = await readChart(params)
  const { version: asked } = await searchParams
  const versions = async () =>
    (await listVersions(actor, chart, chartVersionsQuerySchema.parse({ limit: 500 }))).items
  const version =
    typeof asked === "string" ? asked : (newestVersion(await versions().catch(() => []))?.version ?? null)
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...chartVersionsQuery(chart), queryFn: versions }),
    ...(version === null
      ? []
      : [
          client.prefetchQuery({
            ...chartContentsQuery(chart, version),
            queryFn: () => getChartContents(actor, chart.repository, chart.name, version),
          }),
        ]),
  ])
  return (
    <HydrationBoundary state={state}>
      <ChartView chart={chart} mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
