"use client"

import { usePendingNavigation } from "@/components/ui/pending-navigation"

/** A thin progress bar at the top of the page during navigation. It overlays the page, so that nothing moves. */
export function PendingBar() {
  const isPending = usePendingNavigation()
  return (
    <div role="status" className="relative z-50 h-0 print:hidden">
      {isPending && (
        <div className="absolute inset-x-0 top-0 h-0.5 animate-appear-late overflow-hidden bg-accent/25">
          <div aria-hidden="true" className="h-full animate-travel bg-accent" />
          <span className="sr-only">Loading page</span>
        </div>
      )}
    </div>
  )
}
