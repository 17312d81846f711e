"use client"

import NextLink, { useLinkStatus } from "next/link"
import {
  type ComponentProps,
  type MouseEvent,
  type TransitionStartFunction,
  useEffect,
  useSyncExternalStore,
  useTransition,
} from "react"

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

/** Whether a click follows a link in place rather than in a new tab. */
export function isPlainClick({ metaKey, ctrlKey, shiftKey, button }: MouseEvent): boolean {
  return !metaKey && !ctrlKey && !shiftKey && button === 0
}

/** useLinkStatus only works inside the link. */
function ReportPending() {
  useReportPending(useLinkStatus().pending)
  return null
}

let pending = 0
const listeners = new Set<() => void>()

function change(by: number): void {
  pending += by
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function useReportPending(isPending: boolean): void {
  useEffect(() => {
    if (!isPending) return
    change(1)
    return () => change(-1)
  }, [isPending])
}

export function usePendingNavigation(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => pending > 0,
    () => false,
  )
}

/** A transition for requesting another page: the progress bar is shown until it is loaded. */
export function useNavigation(): TransitionStartFunction {
  const [isPending, start] = useTransition()
  useReportPending(isPending)
  return start
}
