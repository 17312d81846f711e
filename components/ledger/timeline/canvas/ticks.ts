import { timeTicks } from "d3-time"
import { spanOf, type TimeWindow } from "@/components/ledger/timeline/data/viewport"
import { dayMs } from "@/lib/platform/instant"

export interface Tick {
  readonly at: number
  readonly label: string
  /** Starts a day, a month or a year: drawn stronger, with the larger unit as its label. */
  readonly major: boolean
}

const pixelsPerTick = 96
const minPixels = 48
const locale = "en-GB"
/** Axis labels in the viewer's time zone, at calendar or clock positions. */
export function ticksOf(view: TimeWindow, width: number): Tick[] {
  const count = Math.max(2, Math.floor(width / pixelsPerTick))
  return withoutOverlaps(
    timeTicks(new Date(view.from), new Date(view.to), count).map((date) => tickAt(date, spanOf(view))),
    (minPixels / width) * spanOf(view),
  )
}

/** Removes labels that would overlap, keeping the more important one: 1 November over 31 October. */
function withoutOverlaps(ticks: readonly Tick[], minMs: number): Tick[] {
  const keptTicks: Tick[] = []
  for (const tick of ticks) {
    const last = keptTicks.at(-1)
    if (!last || tick.at - last.at >= minMs) keptTicks.push(tick)
    else if (tick.major && !last.major) keptTicks.splice(-1, 1, tick)
  }
  return keptTicks
}

function tickAt(date: Date, span: number): Tick {
  const at = date.getTime()
  const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0
  const newYear = midnight && date.getDate() === 1 && date.getMonth() === 0
  if (newYear) return { at, label: formats.year.format(date), major: true }
  if (midnight && date.getDate() === 1 && span > 40 * dayMs) {
    return { at, label: formats.month.format(date), major: span < 400 * dayMs }
  }
  if (midnight) return { at, label: formats.day.format(date), major: span < 15 * dayMs }
  return { at, label: (date.getSeconds() === 0 ? formats.minute : formats.second).format(date), major: false }
}

const formats = {
  year: new Intl.DateTimeFormat(locale, { year: "numeric" }),
  month: new Intl.DateTimeFormat(locale, { month: "short" }),
  day: new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" }),
  minute: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }),
  second: new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
}
