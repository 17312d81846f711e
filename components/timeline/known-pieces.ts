import type { TimelinePiece } from "@/components/timeline/timeline-query"
import { contains, overlaps, type TimeWindow } from "@/components/timeline/windows"

/**
 * What stands in for a window that is not read yet: the shortest known piece that holds all of it, else the pieces of
 * the greatest length that lie in it. Pieces are cut to the window, and none overlap.
 */
export function standIn(window: TimeWindow, known: readonly TimelinePiece[]): TimelinePiece[] {
  const near = known.filter((piece) => overlaps(piece, window))
  const holding = near.filter((piece) => contains(piece, window)).sort((a, b) => lengthOf(a) - lengthOf(b))[0]
  if (holding) return [cut(holding, window)]
  const longest = Math.max(...near.map(lengthOf))
  return near.filter((piece) => lengthOf(piece) === longest).map((piece) => cut(piece, window))
}

/** A known piece that already says everything of a window: it holds it and no part of it was counted. */
export function answers(window: TimeWindow, known: readonly TimelinePiece[]): TimelinePiece | null {
  const found = known.find((piece) => piece.cells.length === 0 && contains(piece, window))
  return found ? cut(found, window) : null
}

/** The parts of a window that no piece covers. Pieces must not overlap. */
export function gapsIn(window: TimeWindow, pieces: readonly TimeWindow[]): TimeWindow[] {
  const gaps: TimeWindow[] = []
  let at = window.from
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    if (piece.from > at) gaps.push({ from: at, to: Math.min(piece.from, window.to) })
    at = Math.max(at, piece.to)
  }
  if (at < window.to) gaps.push({ from: at, to: window.to })
  return gaps
}

function lengthOf(window: TimeWindow): number {
  return window.to - window.from
}

function cut(piece: TimelinePiece, window: TimeWindow): TimelinePiece {
  const from = Math.max(piece.from, window.from)
  const to = Math.min(piece.to, window.to)
  if (from === piece.from && to === piece.to) return piece
  return {
    from,
    to,
    marks: piece.marks.filter((mark) => mark.from >= from && mark.from < to),
    cells: piece.cells.filter((cell) => cell.start >= from && cell.start < to),
    cellMs: piece.cellMs,
  }
}
