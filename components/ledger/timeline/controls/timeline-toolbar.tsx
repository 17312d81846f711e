import { ChevronLeft, ChevronRight, Minus, Plus, Search, TextSelect, X, ZoomIn } from "lucide-react"
import { useShortcuts } from "@/components/layout/commands"
import { StatusLabel } from "@/components/ledger/deployments/status-badge"
import { animateTo, useViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import {
  panBy,
  type Range,
  rangeKinds,
  ranges,
  spanOf,
  type TimeWindow,
  zoomBy,
} from "@/components/ledger/timeline/data/viewport"
import { Button, ButtonLink } from "@/components/ui/button"
import { IconButton } from "@/components/ui/icon-button"
import { useNow } from "@/components/ui/now"
import { Spinner } from "@/components/ui/spinner"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { formatDay, formatDuration, formatShortTime } from "@/lib/platform/format"
import { dayMs } from "@/lib/platform/instant"
import { pages, type Query } from "@/lib/platform/paths"

interface TimelineToolbarProps {
  store: ViewStore
  /** The active preset; null once the user moved the view. */
  range: Range | null
  onRange: (range: Range) => void
  brushing: boolean
  onBrushing: (brushing: boolean) => void
  loading: boolean
}

/** Presets, zoom and pan for users without a wheel or keyboard, and a legend of the glyphs. */
export function TimelineToolbar({
  store,
  range,
  onRange,
  brushing,
  onBrushing,
  loading,
}: TimelineToolbarProps) {
  const move = (target: (view: TimeWindow) => TimeWindow) => animateTo(store, target(store.get().view))
  const zoom = (factor: number) => move((view) => zoomBy(view, factor, (view.from + view.to) / 2))
  const pan = (share: number) => move((view) => panBy(view, share * spanOf(view)))
  useShortcuts([
    { keys: "+", label: "Zoom in", group: "This page", run: () => zoom(0.5) },
    { keys: "-", label: "Zoom out", group: "This page", run: () => zoom(2) },
  ])
  return (
    // On a phone, the ranges and the buttons share one line.
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:gap-x-1">
      <fieldset className="inline-flex gap-1 max-sm:gap-0">
        <legend className="sr-only">Range</legend>
        {ranges.map((one) => (
          <Button
            key={one}
            size="sm"
            variant={one === range ? "secondary" : "ghost"}
            aria-pressed={one === range}
            onClick={() => onRange(one)}
          >
            {rangeKinds[one].label}
          </Button>
        ))}
      </fieldset>
      <div className="flex items-center gap-0.5">
        <IconButton label="Earlier" size="sm" onClick={() => pan(-0.5)}>
          <ChevronLeft size={15} />
        </IconButton>
        <IconButton label="Zoom out" shortcut="−" size="sm" onClick={() => zoom(2)}>
          <Minus size={15} />
        </IconButton>
        <IconButton label="Zoom in" shortcut="+" size="sm" onClick={() => zoom(0.5)}>
          <Plus size={15} />
        </IconButton>
        <IconButton label="Later" size="sm" onClick={() => pan(0.5)}>
          <ChevronRight size={15} />
        </IconButton>
      </div>
      <Button
        size="sm"
        variant={brushing ? "secondary" : "ghost"}
        aria-pressed={brushing}
        icon={<TextSelect size={13} />}
        onClick={() => onBrushing(!brushing)}
        className="max-md:hidden"
        title="Drag over the lanes to select a range, or hold Shift while dragging"
      >
        Select range
      </Button>
      <ShownRange store={store} />
      {loading && (
        <span className="text-muted max-sm:hidden">
          <Spinner size={12} />
        </span>
      )}
      <ul
        aria-label="Legend"
        className="ml-auto flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted max-lg:hidden"
      >
        {deploymentStatuses.map((status) => (
          <li key={status}>
            <StatusLabel status={status} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function ShownRange({ store }: { store: ViewStore }) {
  const now = useNow()
  const words = useViewState(store, ({ view }) => {
    const format = spanOf(view) < 4 * dayMs ? formatShortTime : formatDay
    return `${format(view.from)} – ${view.from < now && now <= view.to ? "now" : format(view.to)}`
  })
  return (
    <ViewerExplanation className="text-xs text-muted tabular-nums max-md:hidden">{words}</ViewerExplanation>
  )
}

export function BrushBar({ store, filter }: { store: ViewStore; filter: Query }) {
  const brush = useViewState(store, (state) => state.brush)
  if (!brush) return null
  const range = { from: new Date(brush.from).toISOString(), to: new Date(brush.to).toISOString() }
  return (
    <div
      role="status"
      className="absolute bottom-3 left-1/2 z-2 flex -translate-x-1/2 flex-wrap items-center gap-2 rounded-md border border-line-strong/60 bg-surface py-1.5 pr-1.5 pl-3 text-xs max-sm:w-[calc(100%-1.5rem)]"
    >
      <span className="tabular-nums">
        {formatShortTime(brush.from)} – {formatShortTime(brush.to)}
        <span className="text-muted"> · {formatDuration(spanOf(brush) / 1000)}</span>
      </span>
      <Button
        size="sm"
        icon={<ZoomIn size={13} />}
        onClick={() => {
          animateTo(store, brush)
          store.set({ brush: null })
        }}
      >
        Zoom to selection
      </Button>
      <ButtonLink size="sm" icon={<Search size={13} />} href={pages.history({ ...filter, ...range })}>
        View in History
      </ButtonLink>
      <IconButton label="Clear selection" size="sm" onClick={() => store.set({ brush: null })}>
        <X size={13} />
      </IconButton>
    </div>
  )
}
