import { replacingLabels, StatusLabel } from "@/components/ledger/deployments/status-badge"
import { type Marker, totalOf } from "@/components/ledger/timeline/data/markers"
import type { Segment } from "@/components/ledger/timeline/data/segments"
import { type Hover, useViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { useNow } from "@/components/ui/now"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { formatDuration, formatExact, formatQuantity, formatShortTime } from "@/lib/platform/format"

const width = 256
const gap = 14

/** Details of the hovered item. Only for pointers: for keyboard users the record is announced, and Enter opens it. */
export function HoverCard({ store, top }: { store: ViewStore; top: number }) {
  const hover = useViewState(store, (state) => state.hover)
  if (!hover) return null
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute z-2 rounded-md border border-line bg-raised px-3 py-2 text-xs"
      style={{
        width,
        left: `clamp(4px, ${hover.x + gap}px, calc(100% - ${width + 4}px))`,
        top: `max(${top}px, min(${hover.y + gap}px, calc(100% - 120px)))`,
      }}
    >
      <HoverLabel hover={hover} />
    </div>
  )
}

function HoverLabel({ hover }: { hover: Hover }) {
  if (hover.kind === "marker") return <MarkerLabel marker={hover.marker} on={hover.on ?? null} />
  if (hover.kind === "segment") return <SegmentLabel segment={hover.segment} count={hover.count} />
  if (hover.kind === "crowd") {
    return (
      <>
        <p className="font-medium">{formatQuantity(hover.markers.length, "more deployment")} here</p>
        <p className="mt-1 text-muted">Click to zoom in.</p>
      </>
    )
  }
  return (
    <>
      <p className="font-medium">{formatQuantity(totalOf(hover.counts), "deployment")}</p>
      <p className="text-muted">
        {hover.lane} · from {formatShortTime(hover.start)} for {formatDuration(hover.length / 1000)}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-3">
        {deploymentStatuses
          .filter((status) => hover.counts[status] > 0)
          .map((status) => (
            <li key={status} className="flex gap-1 tabular-nums">
              <StatusLabel status={status} /> {hover.counts[status]}
            </li>
          ))}
      </ul>
      <p className="mt-1 text-muted">Click to zoom in.</p>
    </>
  )
}

function SegmentLabel({ segment, count }: { segment: Segment; count: number }) {
  const now = useNow()
  const { imageTag, from, to } = segment
  if (count > 1) {
    return (
      <>
        <p className="font-medium">{count} versions in short succession</p>
        <LaneLine {...segment} />
        <p className="mt-1 text-muted">Click to zoom in.</p>
      </>
    )
  }
  return (
    <>
      <p className="truncate font-mono">{imageTag}</p>
      <LaneLine {...segment} />
      <p className="mt-1 tabular-nums">
        {to >= now ? "Running for" : "Ran for"} {formatDuration((Math.min(to, now) - from) / 1000)}
      </p>
      <p className="text-muted">
        {formatShortTime(from)} – {to >= now ? "now" : formatShortTime(to)}
      </p>
    </>
  )
}

function LaneLine({ application, environment }: LaneName) {
  return (
    <p className="mt-0.5 truncate text-muted">
      {application} · {environment}
    </p>
  )
}

/** `on`: the deployment it was meant to replace. */
function MarkerLabel({ marker, on }: { marker: Marker; on: Segment | null }) {
  return (
    <>
      <p className="truncate font-mono">{marker.imageTag}</p>
      <LaneLine {...marker} />
      <p className="mt-1 flex items-center justify-between">
        <StatusLabel status={marker.status} />
        <span className="tabular-nums">
          {marker.to === null ? "duration unknown" : formatDuration((marker.to - marker.from) / 1000)}
        </span>
      </p>
      <p className="text-muted">{formatExact(marker.from)}</p>
      {marker.isAnnulled && <p className="text-muted">Annulled</p>}
      {on && on.imageTag !== marker.imageTag && (
        <p className={marker.isRollback ? "truncate text-rolled-back" : "truncate text-muted"}>
          {replacingLabels[marker.status]} <span className="font-mono">{on.imageTag}</span>
        </p>
      )}
      {marker.isRollback && !on && <p className="text-rolled-back">Rollback to an earlier version</p>}
    </>
  )
}
