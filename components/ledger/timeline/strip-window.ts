import type { Extent } from "@/components/ledger/timeline/timeline-search"
import type { TimeWindow } from "@/components/ledger/timeline/windows"

const dayMs = 86_400_000

/** The whole ledger up to the end of today, so that the window stays the same all day. */
export function stripWindow(extent: Extent | null, now: number): TimeWindow {
  const to = Math.ceil(now / dayMs) * dayMs
  const first = Math.floor((extent?.first ?? now - 30 * dayMs) / dayMs) * dayMs
  return { from: first, to: Math.max(to, first + dayMs) }
}
