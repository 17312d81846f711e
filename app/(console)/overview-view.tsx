"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { ActivityFeed } from "@/components/overview/activity-feed"
import { AttentionList } from "@/components/overview/attention-list"
import { EnvironmentCards } from "@/components/overview/environment-cards"
import { FirstRun, type OverviewRights } from "@/components/overview/first-run"
import { MetricTiles } from "@/components/overview/metric-tiles"
import {
  everyApplication,
  measuredEnvironment,
  overviewFilter,
  overviewParsers,
  overviewQuery,
} from "@/components/overview/overview-query"
import { lookAgainMs, releaseAttentionQuery } from "@/components/overview/release-queries"
import { ReleaseTiles } from "@/components/overview/release-tiles"
import { useOverviewEvents } from "@/components/overview/use-overview-events"
import { releaseSummaryQuery } from "@/components/releases/release-queries"
import { useFleetEvents } from "@/components/releases/use-fleet-events"
import { Combobox } from "@/components/ui/combobox"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import type { Overview } from "@/lib/overview/schema"

interface OverviewViewProps {
  applications: readonly string[]
  rights: OverviewRights
}

/** What runs where, what comes next, what wants attention, and how it has been going. */
export function OverviewView({ applications, rights }: OverviewViewProps) {
  const [search, setSearch] = useQueryStates(overviewParsers)
  const filter = overviewFilter(search, applications)
  const query = useQuery({ ...overviewQuery(filter), placeholderData: keepPreviousData })
  useOverviewEvents()
  useFleetEvents()
  const releases = useReleases(rights.releases && filter.at === null)
  const overview = query.data
  const empty =
    overview?.environments.length === 0 && (filter.application === null || applications.length === 0)
  const environment = overview ? measuredEnvironment(overview.environments) : null

  return (
    <>
      <PageHeader
        title="Overview"
        pickers={
          !empty && (
            <>
              <Combobox
                label="Application"
                value={filter.application ?? ""}
                onValueChange={(next) =>
                  void setSearch({ application: next || everyApplication }, { history: "push" })
                }
                options={applications.map((name) => ({ value: name, label: name }))}
                none="All"
              />
              <AsOfPicker />
            </>
          )
        }
      />
      <PageBody>
        {overview === undefined ? (
          query.isError ? (
            <ErrorState
              title="The overview could not be read"
              error={query.error}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          ) : (
            <OverviewSkeleton />
          )
        ) : empty ? (
          <FirstRun rights={rights} summary={releases.summary} />
        ) : (
          <>
            <EnvironmentCards overview={overview} />
            {environment !== null && (
              <MetricTiles filter={filter} environment={environment} newest={newestOf(overview)} />
            )}
            {releases.summary && <ReleaseTiles summary={releases.summary} mayInstall={rights.install} />}
            <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <ActivityFeed filter={filter} />
              <AttentionList overview={overview} releases={releases.attention} />
            </div>
          </>
        )}
      </PageBody>
    </>
  )
}

/** How the tenants' releases are, looked at again and again; nothing where `shown` is false. */
function useReleases(shown: boolean) {
  const { paused } = useLive()
  const summary = useQuery({
    ...releaseSummaryQuery,
    enabled: shown,
    refetchInterval: (known) => lookAgainMs(known.state.data?.byStatus, paused),
  })
  const attention = useQuery({
    ...releaseAttentionQuery,
    enabled: shown,
    refetchInterval: lookAgainMs(summary.data?.byStatus, paused),
  })
  return shown ? { summary: summary.data, attention: attention.data ?? [] } : { attention: [] }
}

/** When anything was last deployed anywhere, as RFC 3339; null when nothing runs. */
function newestOf({ environments }: Overview): string | null {
  const times = environments.flatMap((rung) => rung.current?.deployedAt ?? [])
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}

function OverviewSkeleton() {
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(15rem,100%),1fr))] gap-3">
        {["one", "two", "three"].map((one) => (
          <Skeleton key={one} className="h-36 w-full" />
        ))}
      </div>
      <Skeleton className="h-38 w-full" />
      <Skeleton className="h-96 w-full" />
    </>
  )
}
