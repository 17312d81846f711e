"use client"

import { type KeyboardEvent, useState } from "react"

const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
}

/** The next place an arrow finds that can take the focus, past empty cells; null at the edge. */
export function nextPlace(
  key: string,
  from: { row: number; column: number },
  size: { rows: number; columns: number },
  exists: (row: number, column: number) => boolean,
): { row: number; column: number } | null {
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

/** Walking a matrix by arrows with one tab stop; its cells carry `data-place="row:column"`. */
export function useMatrixKeys(size: { rows: number; columns: number }) {
  const [active, setActive] = useState({ row: 0, column: 0 })

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const region = event.currentTarget
    const find = (row: number, column: number) =>
      region.querySelector<HTMLElement>(`[data-place="${row}:${column}"]`)
    if (event.target.dataset.place === undefined) return
    const next = nextPlace(event.key, active, size, (row, column) => find(row, column) !== null)
    if (next === null) return
    event.preventDefault()
    find(next.row, next.column)?.focus()
  }

  return { active, setActive, onKeyDown }
}
