"use client"

import { usePathname } from "next/navigation"
import { useEffect, useRef } from "react"

/**
 * Takes the focus along to the next page: what was pressed is gone or stands before the content, and the next Tab would
 * begin somewhere else. A page that took the focus itself keeps it.
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
