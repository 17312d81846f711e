/** Focuses what a list draws as soon as it is in sight; within some frames, or not at all. */
export function focusDrawn(region: HTMLElement, selector: string, framesLeft = 5): void {
  requestAnimationFrame(() => {
    const found = region.querySelector<HTMLElement>(selector)
    if (found) found.focus({ preventScroll: true })
    else if (framesLeft > 0) focusDrawn(region, selector, framesLeft - 1)
  })
}
