import { endOf, type Mark } from "@/components/ledger/timeline/mark"

/** A bar in its lane. Horizontal positions are pixels from the epoch at the scale it was packed for. */
export interface Bar {
  readonly mark: Mark
  readonly row: number
  /** Where the deployment started and ended. */
  readonly start: number
  readonly end: number
  /** How far to the right a label may extend; Infinity if nothing follows in the row. */
  room: number
}

/** Neighboring marks for which the lane had no row left. */
export interface Crowd {
  readonly start: number
  readonly end: number
  readonly marks: readonly Mark[]
}

export interface PackedLane {
  readonly bars: readonly Bar[]
  readonly crowds: readonly Crowd[]
}

/** Half the width of the end glyph, and the minimum distance between two of them, in pixels. */
export const glyphHalf = 7
const gap = 2
const crowdReach = 28

/**
 * Assigns the marks of one lane (oldest first) to rows, each to the most central free row; marks without a row are
 * counted in crowds. Depends only on the scale and not on the visible range, so that panning never moves marks between
 * rows.
 */
export function packLane(marks: readonly Mark[], rows: number, msPerPixel: number, now: number): PackedLane {
  const bars: Bar[] = []
  const left: Mark[] = []
  const order = rowOrder(rows)
  const newest: (Bar | undefined)[] = Array.from({ length: rows })
  for (const mark of marks) {
    const start = mark.from / msPerPixel
    const end = endOf(mark, now) / msPerPixel
    const row = order.find((one) => isFree(newest[one], start))
    if (row === undefined) {
      left.push(mark)
      continue
    }
    const before = newest[row]
    if (before) before.room = start - glyphHalf - gap
    const bar = { mark, row, start, end, room: Number.POSITIVE_INFINITY }
    newest[row] = bar
    bars.push(bar)
  }
  return { bars, crowds: crowdsOf(left, msPerPixel) }
}

function isFree(newest: Bar | undefined, start: number): boolean {
  return newest === undefined || reachOf(newest) + gap <= start - glyphHalf
}

/** Rows from the center outwards, so that a few records are centered in their lane. */
export function rowOrder(rows: number): number[] {
  const middle = (rows - 1) / 2
  return Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b,
  )
}

/** The right edge of a bar including its end glyph. */
export function reachOf(bar: Bar): number {
  return bar.end + glyphHalf
}

function crowdsOf(marks: readonly Mark[], msPerPixel: number): Crowd[] {
  const crowds: { start: number; end: number; marks: Mark[] }[] = []
  for (const mark of marks) {
    const at = mark.from / msPerPixel
    const last = crowds.at(-1)
    if (last && at - last.start < crowdReach) {
      last.end = at
      last.marks.push(mark)
    } else crowds.push({ start: at, end: at, marks: [mark] })
  }
  return crowds
}
