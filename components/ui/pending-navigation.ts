"use client"

import { type TransitionStartFunction, useEffect, useSyncExternalStore, useTransition } from "react"

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

/** Shows the progress bar while `isPending`. */
export function useReportPending(isPending: boolean): void {
  useEffect(() => {
    if (!isPending) return
    change(1)
    return () => change(-1)
  }, [isPending])
}

/** Whether a navigation is in progress. */
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
