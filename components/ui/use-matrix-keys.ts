import { type KeyboardEvent, useState } from "react"
import { focusDrawn } from "@/components/ui/use-row-keys"

type CellPosition = { row: number; column: number }
type Size = { rows: number; columns: number }
type Exists = (row: number, column: number) => boolean

const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
}

/** The next focusable cell in the direction of an arrow key, skipping empty cells; null at the edge. */
export function nextCell(key: string, from: CellPosition, size: Size, exists: Exists): CellPosition | null {
  const step = steps[key]
  if (step === undefined) return null
  let row = from.row + step[0]
  let column = from.column + step[1]
  if (Math.abs(step[0]) > 1) row = Math.max(0, Math.min(size.rows - 1, row))
  while (row >= 0 && row < size.rows && column >= 0 && column < size.columns) {
    if (exists(row, column)) return { row, column }
    row += Math.sign(step[0])
    column += Math.sign(step[1])
  }
  return null
}

/** The tab stop: the selected cell while it is focusable, otherwise the first focusable cell. */
export function tabCell(selected: CellPosition, size: Size, exists: Exists): CellPosition | null {
  if (selected.row < size.rows && selected.column < size.columns && exists(selected.row, selected.column)) {
    return selected
  }
  for (let row = 0; row < size.rows; row++) {
    for (let column = 0; column < size.columns; column++) if (exists(row, column)) return { row, column }
  }
  return null
}

interface MatrixKeys extends Size {
  exists: Exists
  /** Scrolls a row into view, so that its cells are rendered in the next frames. */
  reveal: (row: number) => void
}

/**
 * Arrow key navigation of a matrix with one tab stop; its cells have `data-cell="row:column"`. On the region itself
 * arrow down moves to the tab stop, even if it was scrolled out of view; the other keys scroll.
 */
export function useMatrixKeys({ exists, reveal, ...size }: MatrixKeys) {
  const [selected, setSelected] = useState<CellPosition>({ row: 0, column: 0 })
  const active = tabCell(selected, size, exists)

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    if (active === null) return
    const onCell = event.target.dataset.cell !== undefined
    const enters = event.target === event.currentTarget && event.key === "ArrowDown"
    const next = onCell ? nextCell(event.key, active, size, exists) : enters ? active : null
    if (next === null) return
    event.preventDefault()
    reveal(next.row)
    focusDrawn(event.currentTarget, `[data-cell="${next.row}:${next.column}"]`)
  }

  return { active, setActive: setSelected, onKeyDown }
}
