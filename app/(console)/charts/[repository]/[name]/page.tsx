import type { Metadata } from "next"
import { chartContentsQuery, chartVersionsQuery } from "@/components/fleet/charts/chart-queries"
import { getChartContents, readAllVersions } from "@/lib/fleet/charts/get-chart-versions"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { newestOf } from "@/lib/platform/semver/version"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
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
  const { version: requested } = await searchParams
  const versions = () => readAllVersions(actor, chart)
  const version =
    typeof requested === "string" ? requested : (newestOf(await versions().catch(() => []))?.version ?? null)
  return (
    <Hydrated
      reads={[
        preload(chartVersionsQuery(chart), versions),
        ...(version === null
          ? []
          : [
              preload(chartContentsQuery(chart, version), () =>
                getChartContents(actor, chart.repository, chart.name, version),
              ),
            ]),
      ]}
    >
      <ChartView chart={chart} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
