import clsx from "clsx"
import { stepBehind } from "@/components/fleet/releases/fleet/version-lag"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { toneText } from "@/components/ui/badge"
import { Link } from "@/components/ui/link"
import { PageLink } from "@/components/ui/page-link"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { FleetVersion, MatrixRelease } from "@/lib/fleet/releases/fleet-schema"
import { pages } from "@/lib/platform/paths"

interface FleetCellProps {
  /** The tenant's releases of the chart. */
  releases: readonly MatrixRelease[]
  tenantId: string
  standing: FleetVersion | null
  /** Identifies the cell for keyboard navigation. */
  place: string
  tabStop: boolean
  onFocus: () => void
}

const cellClass = "relative h-9 max-w-56 border-b border-l border-line px-3"

/** The tenant's version of a chart, its status, and how far it is behind; the whole cell links to the release. */
export function FleetCell({ releases, tenantId, standing, place, tabStop, onFocus }: FleetCellProps) {
  const [release, ...others] = releases
  if (release === undefined) {
    return (
      <td className={clsx(cellClass, "text-ghost")}>
        <span aria-hidden="true">–</span>
        <span className="sr-only">not installed</span>
      </td>
    )
  }
  const look = releaseStatusStyles[release.status]
  const step = stepBehind(standing)
  return (
    <td
      className={clsx(
        cellClass,
        "hover:bg-raised/60",
        release.status === "FAILED" ? "bg-failed/7" : step === "major" && "bg-pending/7",
      )}
    >
      <span className="flex items-center gap-2">
        <StatusGlyph
          shape={look.shape}
          label={look.word}
          turning={look.busy}
          size={12}
          className={clsx("shrink-0", toneText[look.tone])}
        />
        <PageLink
          href={pages.release(release.id)}
          data-place={place}
          tabIndex={tabStop ? 0 : -1}
          onFocus={onFocus}
          title={release.releaseName}
          className={clsx("row-link truncate font-mono text-xs", step === null ? "text-muted" : "text-text")}
        >
          {release.chartVersion}
        </PageLink>
        {step !== null && (
          <span className="text-2xs text-pending">
            <span aria-hidden="true">↑</span>
            <span className="sr-only">behind by a</span> {step}
          </span>
        )}
        {release.outOfBand && (
          <StatusGlyph
            shape="lightning"
            label="Out of band"
            size={11}
            className="shrink-0 text-out-of-band"
          />
        )}
        {others.length > 0 && (
          <Link href={pages.tenant(tenantId)} className="relative z-1 ml-auto text-2xs">
            +{others.length}
          </Link>
        )}
      </span>
    </td>
  )
}
