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

/** Tells the bar that the server is asked for a page, for as long as `isPending`. */
export function useTellPending(isPending: boolean): void {
  useEffect(() => {
    if (!isPending) return
    change(1)
    return () => change(-1)
  }, [isPending])
}

/** Whether a page was asked for that is not there yet. */
export function usePendingNavigation(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => pending > 0,
    () => false,
  )
}

/** A transition in which to ask the server for another page: the bar shows until it is there. */
export function useNavigation(): TransitionStartFunction {
  const [isPending, start] = useTransition()
  useTellPending(isPending)
  return start
}
