import type { ReactNode } from "react"
import { type FindQuarantine, useQuarantines } from "@/components/admin/quarantine/quarantine-context"
import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { matchesChart } from "@/components/fleet/charts/chart-queries"
import { countReleases, isBehind } from "@/components/fleet/releases/fleet/version-lag"
import { StackedBars } from "@/components/graphs/bucket-graphs"
import type { GraphPoint, GraphSeries } from "@/components/graphs/series"
import { ButtonLink } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { EmptyState } from "@/components/ui/empty-state"
import type { FleetVersion } from "@/lib/fleet/releases/fleet-schema"
import { formatCount, formatQuantity } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

/** One color per status group; elsewhere shapes and labels convey the same. */
const series: readonly GraphSeries[] = [
  { key: "deployed", label: "Deployed", color: "var(--color-deployed)" },
  { key: "quarantined", label: quarantinedStyle.word, color: "var(--color-quarantined)", fill: "dots" },
  { key: "changing", label: "Changing", color: "var(--color-pending)", fill: "outline" },
  { key: "failed", label: "Failed", color: "var(--color-failed)", fill: "hatch" },
]

const noReleases = { deployed: 0, quarantined: 0, changing: 0, failed: 0 }

function valuesOf({ byStatus, releases }: FleetVersion, isQuarantined: boolean): Record<string, number> {
  const deployed = byStatus.DEPLOYED ?? 0
  const failed = byStatus.FAILED ?? 0
  const changing = releases - deployed - failed
  return { ...noReleases, [isQuarantined ? "quarantined" : "deployed"]: deployed, failed, changing }
}

/** Oldest version first; includes the newest version of the catalog even when no release runs it. */
function pointsOf(versions: readonly FleetVersion[], quarantineOf: FindQuarantine): GraphPoint[] {
  const points = versions.toReversed().map((version) => {
    const isQuarantined = quarantineOf(version) !== null
    return {
      key: version.chartVersion,
      label: version.chartVersion,
      title: `${version.chartVersion}: ${formatQuantity(version.releases, "release")}${isQuarantined ? ", quarantined" : ""}`,
      values: valuesOf(version, isQuarantined),
    }
  })
  const newest = versions[0]?.newestVersion
  if (!newest || !versions[0]?.versionsBehind) return points
  return [...points, { key: newest, label: newest, title: `${newest}: no release`, values: noReleases }]
}

interface VersionGraphProps {
  chartName: string
  versions: readonly FleetVersion[]
  onVersion: (chartName: string, version: string) => void
  selected?: string | null
  actions?: ReactNode
}

export function VersionGraph({ chartName, versions, onVersion, selected, actions }: VersionGraphProps) {
  const points = pointsOf(versions, useQuarantines())
  const total = countReleases(versions)
  const outdatedReleases = countReleases(versions.filter(isBehind))
  const newest = versions.find(({ newestVersion }) => newestVersion !== null)?.newestVersion ?? null
  return (
    <StackedBars
      title={chartName}
      description={
        newest === null
          ? `${formatQuantity(total, "release")}; not in the catalog`
          : `${formatQuantity(total, "release")}, ${outdatedReleases === 0 ? "none" : formatCount(outdatedReleases)} behind ${newest}`
      }
      actions={actions}
      height={160}
      points={points}
      series={series.filter(({ key }) => points.some(({ values }) => (values[key] ?? 0) > 0))}
      onSelect={(point) => onVersion(chartName, point.key)}
      selected={selected}
    />
  )
}

interface VersionGraphsProps {
  versions: readonly FleetVersion[]
  /** Shows only this chart; null: all charts. */
  chartName: string | null
  onVersion: (chartName: string, version: string) => void
  canChange: boolean
}

export default function VersionGraphs({ versions, chartName, onVersion, canChange }: VersionGraphsProps) {
  const charts = [...Map.groupBy(versions, (version) => version.chartName)]
    .filter(([name]) => matchesChart(chartName, name))
    .map(([name, versions]) => ({ name, versions, total: countReleases(versions) }))
    .toSorted((a, b) => b.total - a.total)
  if (charts.length === 0) {
    return (
      <EmptyState
        title={chartName === null ? "No releases yet" : `No releases of ${chartName}`}
        actions={<ButtonLink href={pages.tenants()}>Go to tenants</ButtonLink>}
      >
        Installed versions are counted here.
      </EmptyState>
    )
  }
  return (
    <div className="grid min-h-0 flex-1 content-start gap-4 overflow-y-auto lg:grid-cols-2 2xl:grid-cols-3">
      {charts.map(({ name, versions }) => (
        <Card key={name}>
          <VersionGraph
            chartName={name}
            versions={versions}
            onVersion={onVersion}
            actions={
              canChange &&
              versions.some(isBehind) && (
                <ButtonLink
                  href={pages.newRollout({ chart: name, version: versions[0]?.newestVersion })}
                  variant="ghost"
                  size="sm"
                  className="-my-0.5"
                >
                  Roll out…
                </ButtonLink>
              )
            }
          />
        </Card>
      ))}
    </div>
  )
}
