import type { Marker } from "@/components/ledger/timeline/data/markers"
import type { TimelinePiece } from "@/components/ledger/timeline/data/timeline-query"
import { contains, overlaps, spanOf, type TimeWindow } from "@/components/ledger/timeline/data/viewport"

/**
 * What to show for a window that is not loaded yet: the shortest known piece that contains all of it, otherwise the
 * longest pieces inside it. Pieces are cut to the window and do not overlap.
 */
export function approximateWindow(window: TimeWindow, pieces: readonly TimelinePiece[]): TimelinePiece[] {
  const near = pieces.filter((piece) => overlaps(piece, window))
  const holding = near.filter((piece) => contains(piece, window)).sort((a, b) => spanOf(a) - spanOf(b))[0]
  if (holding) return [cut(holding, window)]
  const longest = Math.max(...near.map(spanOf))
  return near.filter((piece) => spanOf(piece) === longest).map((piece) => cut(piece, window))
}

/** The known piece with all data of a window: the window itself, or a longer one of single records only. */
export function pieceHolding(window: TimeWindow, pieces: readonly TimelinePiece[]): TimelinePiece | null {
  const holding = pieces.filter((piece) => contains(piece, window))
  return (
    holding.find((piece) => spanOf(piece) === spanOf(window)) ??
    holding.find((piece) => piece.cells.length === 0) ??
    null
  )
}

export function markersIn(window: TimeWindow, pieces: readonly TimelinePiece[]): readonly Marker[] {
  const holder = pieceHolding(window, pieces)
  return holder && holder.cells.length === 0 ? cut(holder, window).markers : []
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

function cut(piece: TimelinePiece, window: TimeWindow): TimelinePiece {
  const from = Math.max(piece.from, window.from)
  const to = Math.min(piece.to, window.to)
  if (from === piece.from && to === piece.to) return piece
  return {
    from,
    to,
    markers: piece.markers.filter((marker) => marker.from >= from && marker.from < to),
    cells: piece.cells.filter((cell) => cell.start >= from && cell.start < to),
    cellMs: piece.cellMs,
  }
}
