import { useNow } from "@/components/ui/now"
import { Tooltip } from "@/components/ui/tooltip"
import { useViewerKey } from "@/components/ui/viewer-explanation"
import { formatExact, formatRelative, formatUtc, type Instant, toDate } from "@/lib/platform/format"

interface TimeProps {
  at: Instant
  exact?: boolean
  /** Adds a tab stop, where the exact time matters (details, not table rows). */
  focusable?: boolean
  className?: string
}

/** The relative time, with the exact time in the viewer's zone and in UTC on hover or focus. */
export function Time({ at, exact, focusable, className }: TimeProps) {
  const now = useNow()
  const viewerKey = useViewerKey()
  const date = toDate(at)
  const words = exact ? formatExact(date) : formatRelative(date, now)
  return (
    <Tooltip
      content={
        <span className="grid gap-0.5 tabular-nums">
          {exact && <span>{formatRelative(date, now)}</span>}
          <span>{formatExact(date)}</span>
          <span className="text-muted">{formatUtc(date)}</span>
        </span>
      }
    >
      {/* The server's clock and time zone differ from the viewer's, so the text may change on hydration. */}
      <time
        key={viewerKey}
        dateTime={date.toISOString()}
        suppressHydrationWarning
        tabIndex={focusable ? 0 : undefined}
        className={className ?? "relative z-1 whitespace-nowrap"}
      >
        {words}
      </time>
    </Tooltip>
  )
}
