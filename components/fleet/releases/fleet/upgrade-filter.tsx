"use client"

import { useQuery } from "@tanstack/react-query"
import { chartVersionsQuery } from "@/components/fleet/releases/chart-queries"
import { Combobox } from "@/components/ui/combobox"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"

interface UpgradeFilterProps {
  chartName: string
  versions: readonly FleetVersion[]
  olderThan: string | null
  onOlderThan: (version: string | null) => void
}

/** Filters for releases of the chart older than a version, chosen from the catalog and the installed versions. */
export function UpgradeFilter({ chartName, versions, olderThan, onOlderThan }: UpgradeFilterProps) {
  const plain = chartName.slice(chartName.indexOf("/") + 1)
  const installed = versions.filter((version) => version.chartName === plain)
  const repository = installed[0]?.repository
  const listed = useQuery(chartVersionsQuery(repository === undefined ? null : { repository, name: plain }))
  const known = new Map(listed.data?.map(({ version, prerelease }) => [version, prerelease]))
  for (const { chartVersion } of installed) {
    if (!known.has(chartVersion)) known.set(chartVersion, false)
  }
  if (olderThan !== null && !known.has(olderThan)) known.set(olderThan, false)
  return (
    <Combobox
      label="Needs upgrade to"
      none="any version"
      read={listed}
      value={olderThan ?? ""}
      onValueChange={(version) => onOlderThan(version || null)}
      options={[...known].map(([version, prerelease]) => ({
        value: version,
        label: version,
        hint: prerelease ? "prerelease" : version === installed[0]?.newestVersion ? "newest" : undefined,
      }))}
    />
  )
}
