"use client"

import NextLink, { useLinkStatus } from "next/link"
import type { ComponentProps } from "react"
import { useTellPending } from "@/components/ui/pending-navigation"

/**
 * A link to a page of the console, without a look of its own. It reads nothing ahead: every page is drawn from the newest
 * data when it is opened, so what Next would fetch for each link in view is thrown away. Until the page is there the bar
 * at the top says that it was asked for.
 */
export function PageLink({ prefetch = false, children, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink {...rest} prefetch={prefetch}>
      {children}
      <TellPending />
    </NextLink>
  )
}

/** The status of a link is only told to what is inside it. */
function TellPending() {
  useTellPending(useLinkStatus().pending)
  return null
}
