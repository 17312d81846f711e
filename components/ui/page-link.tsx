"use client"

import NextLink, { useLinkStatus } from "next/link"
import type { ComponentProps } from "react"
import { useReportPending } from "@/components/ui/pending-navigation"

/**
 * An unstyled link to a console page. It does not prefetch: pages are always rendered from current data, so Next would
 * discard prefetched pages. The progress bar at the top is shown until the page is loaded.
 */
export function PageLink({ prefetch = false, children, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink {...rest} prefetch={prefetch}>
      {children}
      <ReportPending />
    </NextLink>
  )
}

/** useLinkStatus only works inside the link. */
function ReportPending() {
  useReportPending(useLinkStatus().pending)
  return null
}
