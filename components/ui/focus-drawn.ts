/**
 * Focuses an element of a virtualized list: immediately if it is rendered, otherwise within a few frames after it is
 * scrolled into view.
 */
export function focusDrawn(region: HTMLElement, selector: string, framesLeft = 5): void {
  const found = region.querySelector<HTMLElement>(selector)
  if (found) found.focus({ preventScroll: true })
  else if (framesLeft > 0) requestAnimationFrame(() => focusDrawn(region, selector, framesLeft - 1))
}
