"use client"

import { useSyncExternalStore } from "react"
import { hasUnsaved } from "@/components/ui/unsaved"
import { pages } from "@/lib/platform/paths"

let isEnded = false
const listeners = new Set<() => void>()

function setEnded(next: boolean): void {
  isEnded = next
  for (const listener of listeners) listener()
}

/**
 * Called when a request was answered with 401. A full page load on purpose: no data of the signed-out user remains in
 * memory. Unsaved input keeps the page, and `useSessionEnded` asks to sign in again.
 */
export function endSession(): void {
  if (hasUnsaved()) {
    setEnded(true)
    return
  }
  const currentPath = window.location.pathname + window.location.search
  if (!currentPath.startsWith(pages.signIn())) window.location.assign(pages.signIn(currentPath))
}

/** Continues with the page after the same user has signed in again, here or in another tab. */
export function resumeSession(): void {
  setEnded(false)
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isEnded,
    () => false,
  )
}
