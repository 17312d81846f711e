"use client"

import { useQuery } from "@tanstack/react-query"
import { chartsQuery } from "@/components/fleet/releases/chart-queries"
import { Tooltip } from "@/components/ui/tooltip"
import { versionJump } from "@/components/ui/version-change"
import type { Release } from "@/lib/fleet/releases/schema"

/** How far the newest version of the chart is ahead; renders nothing when it is installed or unknown. */
export function VersionBehind({ release }: { release: Release }) {
  const charts = useQuery(chartsQuery)
  const newest = charts.data?.find(
    (chart) => chart.repository === release.repository && chart.name === release.chartName,
  )?.latestVersion
  const jump = newest === undefined ? null : versionJump(release.chartVersion, newest)
  if (jump?.direction !== "up") return null
  return (
    <Tooltip content={`${newest} is the newest`}>
      <span className="relative z-1 font-sans text-xs text-pending">
        <span aria-hidden="true">↑</span>
        <span className="sr-only">behind by a</span> {jump.size}
      </span>
    </Tooltip>
  )
}
