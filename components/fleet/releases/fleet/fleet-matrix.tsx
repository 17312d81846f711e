import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useVirtualizer } from "@tanstack/react-virtual"
import clsx from "clsx"
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { matchesChart } from "@/components/fleet/charts/chart-queries"
import { BehindNewest } from "@/components/fleet/releases/fleet/behind-newest"
import { stepBehind, type VersionLags, versionLagOf } from "@/components/fleet/releases/fleet/version-lag"
import { type FleetFilter, matrixQuery } from "@/components/fleet/releases/release-queries"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { ErrorState } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { TableSkeleton } from "@/components/ui/skeletons"
import { StatusMark } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import { Spacer } from "@/components/ui/table"
import { rowsOf } from "@/components/ui/table-query"
import { useMatrixKeys } from "@/components/ui/use-matrix-keys"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { FleetVersion, MatrixRelease, MatrixRow } from "@/lib/fleet/releases/fleet-schema"
import { pages } from "@/lib/platform/paths"

const rowHeight = 36
const headHeight = 32

interface FleetMatrixProps {
  filter: FleetFilter
  charts: readonly string[]
  versionLags: VersionLags
  /** Rendered in place of the rows when there are none. */
  children: ReactNode
}

/** A virtualized tenant × chart matrix; arrow keys move between cells and Enter opens one. */
export default function FleetMatrix({ filter, charts: all, versionLags, children }: FleetMatrixProps) {
  const query = useInfiniteQuery({ ...matrixQuery(filter), placeholderData: keepPreviousData })
  const rows = rowsOf(query)
  const charts = all.filter((chart) => matchesChart(filter.chartName, chart))
  const region = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => region.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    initialRect: { width: 1200, height: 900 },
  })
  const keys = useMatrixKeys({
    rows: rows.length,
    columns: charts.length,
    exists: (row, column) =>
      rows[row]?.releases.some(({ chartName }) => chartName === charts[column]) === true,
    reveal: (row) => virtualizer.scrollToIndex(row),
  })
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)
  const more = query.hasNextPage && !query.isFetchingNextPage
  const loadMore = useEffectEvent(() => void query.fetchNextPage())
  const nearEnd = last !== undefined && last.index >= rows.length - 40
  useEffect(() => {
    if (nearEnd && more) loadMore()
  }, [nearEnd, more])
  if (query.isPending) return <TableSkeleton rows={24} className="flex-1" />
  const empty = query.isError ? <ErrorState title="Could not load releases" read={query} /> : children
  return (
    <ScrollRegion
      ref={region}
      label="Fleet matrix"
      onKeyDown={keys.onKeyDown}
      className="min-h-48 shrink rounded-md border border-line bg-surface"
    >
      {rows.length === 0 ? (
        empty
      ) : (
        <table
          aria-label="Version of each chart for each tenant"
          aria-rowcount={more ? -1 : rows.length + 1}
          aria-colcount={charts.length + 1}
          className="w-full border-separate border-spacing-0 text-sm"
        >
          <MatrixHead charts={charts} />
          <tbody>
            <Spacer height={(items[0]?.start ?? headHeight) - headHeight} />
            {items.map((item) => {
              const row = rows[item.index]
              if (row === undefined) return null
              return (
                <tr key={row.tenantId} aria-rowindex={item.index + 2}>
                  <TenantHead row={row} />
                  {charts.map((chart, column) => {
                    const releases = row.releases.filter(({ chartName }) => chartName === chart)
                    return (
                      <FleetCell
                        key={chart}
                        releases={releases}
                        tenantId={row.tenantId}
                        versionLag={releases[0] === undefined ? null : versionLagOf(versionLags, releases[0])}
                        position={`${item.index}:${column}`}
                        tabStop={keys.active?.row === item.index && keys.active.column === column}
                        onFocus={() => keys.setActive({ row: item.index, column })}
                      />
                    )
                  })}
                </tr>
              )
            })}
            <Spacer height={last === undefined ? 0 : virtualizer.getTotalSize() + headHeight - last.end} />
          </tbody>
        </table>
      )}
    </ScrollRegion>
  )
}

function MatrixHead({ charts }: { charts: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className="sticky top-0 left-0 z-20 h-8 border-b border-line bg-surface px-3 text-left text-xs text-muted"
        >
          Tenant
        </th>
        {charts.map((chart) => (
          <th
            key={chart}
            scope="col"
            className="sticky top-0 z-10 h-8 min-w-40 border-b border-l border-line bg-surface px-3 text-left text-xs whitespace-nowrap text-muted"
          >
            {chart}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function TenantHead({ row }: { row: MatrixRow }) {
  return (
    <th
      scope="row"
      className="sticky left-0 z-10 h-9 max-w-48 border-b border-line bg-surface px-3 text-left font-normal"
    >
      <PageLink
        href={pages.tenant(row.tenantId)}
        className="touch-line flex min-w-0 hover:text-accent"
        title={row.tenantSlug}
      >
        <NameText value={row.tenantName} />
      </PageLink>
    </th>
  )
}

interface FleetCellProps {
  releases: readonly MatrixRelease[]
  tenantId: string
  versionLag: FleetVersion | null
  position: string
  tabStop: boolean
  onFocus: () => void
}

const cellClass = "relative h-9 max-w-56 border-b border-l border-line px-3"

/** The tenant's version of a chart, its status, and how far it is behind; the whole cell links to the release. */
function FleetCell({ releases, tenantId, versionLag, position, tabStop, onFocus }: FleetCellProps) {
  const [release, ...otherReleases] = releases
  if (release === undefined) {
    return (
      <td className={clsx(cellClass, "text-ghost")}>
        <span aria-hidden="true">–</span>
        <span className="sr-only">not installed</span>
      </td>
    )
  }
  const step = stepBehind(versionLag)
  return (
    <td
      className={clsx(
        cellClass,
        "hover:bg-raised/60",
        release.status === "FAILED" ? "bg-failed/7" : step === "major" && "bg-pending/7",
      )}
    >
      <span className="flex items-center gap-2">
        <StatusMark style={releaseStatusStyles[release.status]} size={12} />
        <PageLink
          href={pages.release(release.id)}
          data-cell={position}
          tabIndex={tabStop ? 0 : -1}
          onFocus={onFocus}
          title={release.releaseName}
          className={clsx("row-link flex min-w-0 text-xs", step === null ? "text-muted" : "text-text")}
        >
          <VersionText value={release.chartVersion} />
        </PageLink>
        <QuarantineMark version={release} />
        <BehindNewest versionLag={versionLag} />
        {release.outOfBand && (
          <StatusGlyph
            shape="lightning"
            label="Out of band"
            size={11}
            className="shrink-0 text-out-of-band"
          />
        )}
        {otherReleases.length > 0 && (
          <Link href={pages.tenant(tenantId)} className="relative z-1 ml-auto text-2xs">
            +{otherReleases.length}
          </Link>
        )}
      </span>
    </td>
  )
}
