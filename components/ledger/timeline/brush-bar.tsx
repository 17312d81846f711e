"use client"

import { Search, X, ZoomIn } from "lucide-react"
import { animateTo } from "@/components/ledger/timeline/animate-viewport"
import { type StageStore, useStage } from "@/components/ledger/timeline/stage-store"
import { spanOf } from "@/components/ledger/timeline/viewport"
import { Button } from "@/components/ui/button"
import { IconButton } from "@/components/ui/icon-button"
import { PageLink } from "@/components/ui/page-link"
import { formatDuration, formatShortTime } from "@/lib/platform/format"
import { pages, type Query } from "@/lib/platform/paths"

/** The actions for a selected range. */
export function BrushBar({ stage, filter }: { stage: StageStore; filter: Query }) {
  const brush = useStage(stage, (state) => state.brush)
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
          animateTo(stage, brush)
          stage.set({ brush: null })
        }}
      >
        Zoom to selection
      </Button>
      <Button size="sm" asChild>
        <PageLink href={pages.history({ ...filter, ...range })}>
          <Search size={13} aria-hidden="true" />
          View in History
        </PageLink>
      </Button>
      <IconButton label="Clear selection" size="sm" onClick={() => stage.set({ brush: null })}>
        <X size={13} />
      </IconButton>
    </div>
  )
}
