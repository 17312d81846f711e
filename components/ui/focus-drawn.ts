/** Focuses what a list draws: at once where it is drawn, else within some frames after it came into sight. */
export function focusDrawn(region: HTMLElement, selector: string, framesLeft = 5): void {
  const found = region.querySelector<HTMLElement>(selector)
  if (found) found.focus({ preventScroll: true })
  else if (framesLeft > 0) requestAnimationFrame(() => focusDrawn(region, selector, framesLeft - 1))
}
