"use client"

import NextLink, { useLinkStatus } from "next/link"
import {
  type ComponentProps,
  type MouseEvent,
  startTransition,
  type TransitionStartFunction,
  useEffect,
  useSyncExternalStore,
  useTransition,
} from "react"
import { mayDiscard } from "@/components/ui/unsaved"

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
    change(1)
    return () => change(-1)
  }, [isPending])
  return null
}

let pending = 0
const listeners = new Set<() => void>()
let start: TransitionStartFunction = startTransition

function change(by: number): void {
  pending += by
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

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
  const isFollowed = useSyncExternalStore(
    subscribe,
    () => pending > 0,
    () => false,
  )
  return isStarted || isFollowed
}
