"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import dynamic from "next/dynamic"
import { useQueryStates } from "nuqs"
import { ActivityFeed } from "@/components/console/overview/activity-feed"
import { AttentionList } from "@/components/console/overview/attention-list"
import { EnvironmentCards } from "@/components/console/overview/environment-cards"
import { MetricTiles } from "@/components/console/overview/metric-tiles"
import {
  measuredEnvironment,
  overviewFilter,
  overviewParsers,
  overviewQuery,
  releaseAttentionQuery,
} from "@/components/console/overview/overview-query"
import { ReleaseTiles } from "@/components/console/overview/release-tiles"
import { releaseSummaryQuery } from "@/components/fleet/releases/release-queries"
import { AsOfPicker } from "@/components/layout/as-of-picker"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { applicationCookie, savePreference } from "@/components/layout/preferences"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { useViewerZone } from "@/components/layout/use-viewer-zone"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { Combobox } from "@/components/ui/combobox"
import { Loaded } from "@/components/ui/loaded"
import { CardsSkeleton } from "@/components/ui/skeletons"
import type { Overview } from "@/lib/console/overview/schema"
import { allValue } from "@/lib/ledger/deployments/all-value"
import { queryKeys } from "@/lib/web/client/query-keys"

// Shown only while there are no deployments.
const FirstRun = dynamic(() => import("@/components/console/overview/first-run"))

const fleet = ["release", "rollout"] as const
/** The 30-day metrics may update less often than the current versions. */
const numbersPauseMs = 15_000
/** Stuck or waiting operations publish no live event, so they are polled. */
const pollMs = 20_000

interface OverviewViewProps {
  applications: readonly string[]
  /** The application shown when the URL names none; null: all. */
  preferred: string | null
  serverZone: string
  rights: ViewerRights
}

export function OverviewView({ applications, preferred, serverZone, rights }: OverviewViewProps) {
  const [search, setSearch] = useQueryStates(overviewParsers)
  const filter = overviewFilter(search, preferred)
  const timeZone = useViewerZone(serverZone)
  const query = useQuery({ ...overviewQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange("deployment", queryKeys.overview)
  useReadAfterChange("deployment", queryKeys.insights, numbersPauseMs)
  const releases = useReleaseHalf(rights.readReleases && filter.at === null)
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
                onValueChange={(next) => {
                  savePreference(applicationCookie, next || allValue)
                  void setSearch({ application: next || allValue }, { history: "push" })
                }}
                options={applications}
                none="All"
              />
              <AsOfPicker />
            </>
          )
        }
      />
      <PageBody>
        <Loaded read={query} failure="Could not load the overview" waiting={<OverviewSkeleton />}>
          {(overview) =>
            empty ? (
              <FirstRun rights={rights} summary={releases?.summary ?? null} />
            ) : (
              <>
                <EnvironmentCards overview={overview} at={filter.at} />
                {releases && (
                  <ReleaseTiles
                    read={releases.summary}
                    attention={releases.attention.data}
                    canInstall={rights.changeReleases}
                  />
                )}
                <div className="grid items-start gap-4 lg:grid-cols-2">
                  <AttentionList
                    {...{ overview, at: filter.at, rights, releases: releases?.attention ?? null }}
                  />
                  <ActivityFeed filter={filter} />
                </div>
                {environment !== null && (
                  <MetricTiles
                    filter={filter}
                    environment={environment}
                    timeZone={timeZone}
                    newest={newestOf(overview)}
                  />
                )}
              </>
            )
          }
        </Loaded>
      </PageBody>
    </>
  )
}

/** The state of the tenant releases, updated live; null if `shown` is false. */
function useReleaseHalf(isShown: boolean) {
  useReadAfterChange(fleet, ["releases"])
  const summary = useQuery({ ...releaseSummaryQuery, enabled: isShown })
  const attention = useQuery({
    ...releaseAttentionQuery,
    enabled: isShown,
    refetchInterval: usePolling(pollMs),
  })
  return isShown ? { summary, attention } : null
}

/** The time of the newest deployment, as RFC 3339; null if nothing is running. */
function newestOf({ environments }: Overview): string | null {
  const times = environments.flatMap((stage) => stage.current?.deployedAt ?? [])
  return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}

function OverviewSkeleton() {
  return (
    <>
      <CardsSkeleton
        cards={4}
        lines={3}
        className="grid-cols-[repeat(auto-fill,minmax(min(16rem,100%),1fr))]"
      />
      <CardsSkeleton cards={2} lines={8} className="lg:grid-cols-2" />
    </>
  )
}
