import { useQuery } from "@tanstack/react-query"
import { chartVersionsQuery, matchesChart } from "@/components/fleet/charts/chart-queries"
import type { FleetFilter } from "@/components/fleet/releases/release-queries"
import { tenantChoiceQuery, tenantOptions } from "@/components/fleet/tenants/tenant-queries"
import type { ComboboxOption } from "@/components/ui/combobox-list"
import { Filters } from "@/components/ui/filters"
import { Segmented } from "@/components/ui/segmented"
import { type ChangeState, changeStates } from "@/lib/fleet/releases/change-states"
import type { FleetVersion, ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount } from "@/lib/platform/format"

export const fleetViews = ["table", "matrix", "versions"] as const
type FleetViewMode = (typeof fleetViews)[number]

interface FleetFiltersProps {
  filter: FleetFilter
  onFilter: (change: Partial<FleetFilter>) => void
  summary: ReleaseSummary | undefined
  versions: readonly FleetVersion[]
  view: FleetViewMode
  onView: (view: FleetViewMode) => void
}

export function FleetFilters({ filter, onFilter, summary, versions, view, onView }: FleetFiltersProps) {
  const tenants = useQuery(tenantChoiceQuery)
  const upgrade = useUpgradeChoice(filter, versions)
  return (
    <Filters
      values={filter}
      onChange={onFilter}
      filters={[
        { kind: "search", name: "q", label: "Release, tenant, chart…", className: "w-64" },
        {
          kind: "name",
          name: "chartName",
          label: "Chart",
          options: chartOptions(summary),
          clears: ["chartVersion", "olderThan"],
        },
        ...(filter.chartName === null
          ? []
          : [
              {
                kind: "name" as const,
                name: "olderThan" as const,
                label: "Needs upgrade to",
                none: "any version",
                ...upgrade,
                clears: ["chartVersion" as const],
              },
            ]),
        {
          kind: "name",
          name: "tenantId",
          label: "Tenant",
          options: tenantOptions(tenants.data),
          read: tenants,
        },
        { kind: "detail", linked: true, name: "chartVersion", label: "Version" },
        { kind: "detail", linked: true, name: "appVersion", label: "App version" },
        { kind: "detail", linked: true, name: "outOfBand", label: "Out of band", show: yesOrNo },
        { kind: "detail", linked: true, name: "installed", label: "Installed", show: yesOrNo },
        { kind: "detail", linked: true, name: "overBudget", label: "Over the version budget", show: yesOrNo },
        { kind: "detail", linked: true, name: "quarantined", label: "Quarantined version", show: yesOrNo },
        { kind: "detail", linked: true, name: "change", label: "Change", show: changeLabel },
      ]}
    >
      <Segmented
        label="View"
        value={view}
        onValueChange={onView}
        options={[
          { value: "table", label: "Table" },
          { value: "matrix", label: "Matrix" },
          { value: "versions", label: "Versions" },
        ]}
        className="md:ml-auto"
      />
    </Filters>
  )
}

export const chartOptions = (summary: ReleaseSummary | undefined): ComboboxOption[] =>
  Object.entries(summary?.byChart ?? {}).map(([name, count]) => ({
    value: name,
    label: name,
    hint: formatCount(count),
  }))

const changeLabels: Record<ChangeState, string> = {
  running: "running",
  queued: "queued",
  slow: "running too long",
  waiting: "waiting for a worker",
  hanging: "stuck",
}

const changeLabel = (value: string) => {
  const state = changeStates.find((one) => one === value)
  return state ? changeLabels[state] : value
}

const yesOrNo = (value: string) => (value === "true" ? "yes" : "no")

/** The versions that releases of the chosen chart may be older than: those of the catalog and the installed ones. */
function useUpgradeChoice({ chartName, olderThan }: FleetFilter, versions: readonly FleetVersion[]) {
  const installed =
    chartName === null ? [] : versions.filter((version) => matchesChart(chartName, version.chartName))
  const [first] = installed
  const chart = first ? { repository: first.repository, name: first.chartName } : null
  const chartVersions = useQuery(chartVersionsQuery(chart))
  const listed = new Map(chartVersions.data?.map((one) => [one.version, one]))
  const names = new Set([...listed.keys(), ...installed.map(({ chartVersion }) => chartVersion)])
  if (olderThan !== null) names.add(olderThan)
  function upgradeHint(version: string): string | undefined {
    const { quarantine, prerelease } = listed.get(version) ?? {}
    if (quarantine) return "quarantined"
    if (prerelease) return "prerelease"
    return version === first?.newestVersion ? "newest" : undefined
  }
  return {
    read: chartVersions,
    options: [...names].map((version) => ({
      value: version,
      label: version,
      hint: upgradeHint(version),
    })),
  }
}
