"use client"

import { usePathname, useRouter } from "next/navigation"
import { useEffect, useRef } from "react"
import { startNavigation, usePendingNavigation } from "@/components/ui/page-link"
import { mayDiscard } from "@/components/ui/unsaved"

/** Opens a page. `isSaved`: the input of this page was just sent, so that nothing is discarded. */
export function useGo(): (path: string, isSaved?: boolean) => void {
  const router = useRouter()
  return (path, isSaved = false) => {
    if (isSaved || mayDiscard()) startNavigation(() => router.push(path))
  }
}

/**
 * Moves the focus to the new page after navigation: the focused element is gone or precedes the content, so the next
 * Tab would start elsewhere. A page that set the focus itself keeps it.
 */
export function PageFocus({ contentId }: { contentId: string }) {
  const pathname = usePathname()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    const content = document.getElementById(contentId)
    if (!content?.contains(document.activeElement)) content?.focus({ preventScroll: true })
  }, [pathname, contentId])
  return null
}

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
