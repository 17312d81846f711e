"use client"

import NextLink, { useLinkStatus } from "next/link"
import {
  type ComponentProps,
  type MouseEvent,
  startTransition,
  type TransitionStartFunction,
  useEffect,
  useTransition,
} from "react"
import { mayDiscard } from "@/components/ui/unsaved"
import { createStore } from "@/lib/web/client/store"
import { useStore } from "@/lib/web/client/use-store"

/**
 * An unstyled link to a console page. It does not prefetch: pages are always rendered from current data, so Next would
 * discard prefetched pages. The progress bar at the top is shown until the page is loaded.
 */
export function PageLink({ prefetch = false, children, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink onNavigate={(event) => mayDiscard() || event.preventDefault()} {...rest} prefetch={prefetch}>
      {children}
      <ReportPending />
    </NextLink>
  )
}

/** Whether a click follows a link in place rather than in a new tab. */
export function isPlainClick({ metaKey, ctrlKey, shiftKey, button }: MouseEvent): boolean {
  return !metaKey && !ctrlKey && !shiftKey && button === 0
}

/** useLinkStatus only works inside the link. */
function ReportPending() {
  const isPending = useLinkStatus().pending
  useEffect(() => {
    if (!isPending) return
    pending.set(pending.get() + 1)
    return () => pending.set(pending.get() - 1)
  }, [isPending])
  return null
}

/** How many links were followed whose page is not loaded yet. */
const pending = createStore(0)
let start: TransitionStartFunction = startTransition

/** Navigates to a page, or to other data of this page; the progress bar is shown until it is loaded. */
export const startNavigation: TransitionStartFunction = (action) => start(action)

/**
 * Whether a navigation is in progress. The progress bar owns navigations, so that they survive the component that
 * started them.
 */
export function usePendingNavigation(): boolean {
  const [isStarted, startOwn] = useTransition()
  useEffect(() => {
    start = startOwn
    return () => {
      start = startTransition
    }
  }, [])
  const isFollowed = useStore(pending) > 0
  return isStarted || isFollowed
}
