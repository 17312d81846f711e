import { type KeyboardEvent, useState } from "react"

/** The row that a key moves to, or null if it is not a navigation key. */
export function nextRow(key: string, from: number, count: number): number | null {
  const last = count - 1
  const targets: Record<string, number> = {
    ArrowDown: Math.min(from + 1, last),
    ArrowUp: Math.max(from - 1, 0),
    PageDown: Math.min(from + 10, last),
    PageUp: Math.max(from - 10, 0),
    Home: 0,
    End: last,
  }
  return targets[key] ?? null
}

/**
 * Arrow key navigation of rows with one tab stop for the whole table. `count` is the number of rows that are links;
 * with 0, every key scrolls as usual. `reveal` must scroll a row into view, so that its link (`[data-row="i"]
 * [data-row-link]`) exists in the next frames and can receive focus.
 */
export function useRowKeys(
  count: number,
  reveal: (index: number) => void,
  next: (key: string, from: number) => number | null = (key, from) => nextRow(key, from, count),
) {
  const [selected, setSelected] = useState(0)
  const active = Math.min(selected, Math.max(0, count - 1))

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return
    const onRow = event.target.matches("[data-row-link]")
    const onRegion = event.target === event.currentTarget
    if ((!onRow && !onRegion) || count === 0) return
    const target = onRow ? next(event.key, active) : event.key === "ArrowDown" ? active : null
    if (target === null) return
    event.preventDefault()
    setSelected(target)
    reveal(target)
    focusDrawn(event.currentTarget, `[data-row="${target}"] [data-row-link]`)
  }
  return { active, setActive: setSelected, onKeyDown }
}

/**
 * Focuses an element of a virtualized list: immediately if it is rendered, otherwise within a few frames after it is
 * scrolled into view.
 */
export function focusDrawn(region: HTMLElement, selector: string, framesLeft = 5): void {
  const rowElement = region.querySelector<HTMLElement>(selector)
  if (rowElement) rowElement.focus({ preventScroll: true })
  else if (framesLeft > 0) requestAnimationFrame(() => focusDrawn(region, selector, framesLeft - 1))
}
