import { attentionAnchor, releaseKinds } from "@/components/console/overview/release-attention"
import { statuses } from "@/components/fleet/releases/release-queries"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { ErrorLine, type Read } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusIcon, StatusLabel } from "@/components/ui/status"
import type { ReleaseAttention } from "@/lib/console/overview/release-attention-schema"
import type { ReleaseSummary } from "@/lib/fleet/releases/fleet-schema"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

interface ReleaseTilesProps {
  read: Read<ReleaseSummary>
  /** What needs attention, most severe first; undefined: not known yet. */
  attention: ReleaseAttention | undefined
  canInstall: boolean
}

export function ReleaseTiles({ read, attention, canInstall }: ReleaseTilesProps) {
  return (
    <section aria-label="Releases by status">
      <div className="mb-2 flex items-baseline justify-between gap-2 text-xs">
        <h2 className="text-muted">Tenant releases</h2>
        {attention && (read.data?.total ?? 0) > 0 && <FleetVerdict attention={attention} />}
      </div>
      {read.data ? (
        <Tiles counts={read.data.byStatus} canInstall={canInstall} />
      ) : read.error ? (
        <ErrorLine
          title="Could not load release counts"
          read={read}
          className="min-h-13 rounded-md border border-line bg-surface px-4 py-2"
        />
      ) : (
        <Skeleton className="h-13 w-full" />
      )}
    </section>
  )
}

function Tiles({ counts, canInstall }: { counts: ReleaseSummary["byStatus"]; canInstall: boolean }) {
  const present = statuses.filter((status) => (counts[status] ?? 0) > 0)
  if (present.length === 0) {
    return (
      <p className="flex flex-wrap items-center gap-x-2 rounded-md border border-line bg-surface px-4 py-3 text-sm text-muted">
        No releases yet.
        {canInstall && (
          <>
            <Link href={pages.clusters()}>Connect a cluster</Link>
            <Link href={pages.tenants()}>add a tenant</Link>
            <Link href={pages.charts()}>choose a chart</Link>
          </>
        )}
      </p>
    )
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-px overflow-hidden rounded-md border border-line bg-surface *:outline *:outline-line">
      {present.map((status) => {
        const style = releaseStatusStyles[status]
        return (
          <li
            key={status}
            className="relative flex items-center gap-3 bg-surface px-4 py-3 hover:bg-raised/60"
          >
            <StatusIcon style={style} />
            <span className="text-lg font-medium tabular-nums">{formatCount(counts[status] ?? 0)}</span>
            <h3 className="min-w-0 flex-1 truncate text-sm text-muted">
              <PageLink href={pages.releases({ status })} className="row-link">
                {style.word}
              </PageLink>
            </h3>
          </li>
        )
      })}
    </ul>
  )
}

function FleetVerdict({ attention: [worst] }: { attention: ReleaseAttention }) {
  if (worst === undefined) return <StatusLabel style={{ ...releaseStatusStyles.DEPLOYED, word: "Healthy" }} />
  const { style, title } = releaseKinds[worst.kind]
  return (
    <Link href={attentionAnchor}>
      <StatusLabel style={{ ...style, word: `${title}: ${formatCount(worst.total)}` }} />
    </Link>
  )
}
