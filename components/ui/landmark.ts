"use client"

import { useCallback, useState } from "react"

/** The nearest page region or dialog: what floats belongs to the region of what it explains. */
export function nearestLandmark(element: Element | null): HTMLElement | undefined {
  return element?.closest<HTMLElement>("[role=dialog], main, aside, header, nav") ?? undefined
}

/** A ref for the trigger of something floating, and the region to draw it in. */
export function useLandmark() {
  const [container, setContainer] = useState<HTMLElement | undefined>(undefined)
  const ref = useCallback((element: Element | null) => {
    if (element) setContainer(nearestLandmark(element))
  }, [])
  return { ref, container }
}
