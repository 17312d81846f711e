"use client"

import { type ReactNode, useSyncExternalStore } from "react"

const never = () => () => {}

/** False on the server and in the first drawing in the browser, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/**
 * A key for an element whose words depend on the viewer's clock or time zone. React leaves the server's words standing
 * where they differ; another key makes it write them again, as the viewer's.
 */
export function useViewerKey(): "server" | "viewer" {
  return useHydrated() ? "viewer" : "server"
}

/** Words that depend on the viewer's clock or time zone. */
export function ViewerExplanation({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span key={useViewerKey()} suppressHydrationWarning className={className}>
      {children}
    </span>
  )
}
