"use client"

import { useCallback, useState } from "react"

/** The nearest landmark or dialog: a floating element belongs to the landmark of its trigger. */
export function nearestLandmark(element: Element | null): HTMLElement | undefined {
  return element?.closest<HTMLElement>("[role=dialog], main, aside, header, nav") ?? undefined
}

/** A ref for the trigger of a floating element, and the landmark to render it in. */
export function useLandmark() {
  const [container, setContainer] = useState<HTMLElement | undefined>(undefined)
  const ref = useCallback((element: Element | null) => {
    if (element) setContainer(nearestLandmark(element))
  }, [])
  return { ref, container }
}
