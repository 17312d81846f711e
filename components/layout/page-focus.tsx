"use client"

import { usePathname } from "next/navigation"
import { useEffect, useRef } from "react"

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
