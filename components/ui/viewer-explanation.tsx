import type { ReactNode } from "react"
import { useHydrated } from "@/components/ui/use-client-value"

/**
 * A key for an element whose text depends on the viewer's clock or time zone. React keeps the server's text if it
 * differs on hydration; a changed key rerenders it with the viewer's.
 */
export function useViewerKey(): "server" | "viewer" {
  return useHydrated() ? "viewer" : "server"
}

export function ViewerExplanation({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span key={useViewerKey()} suppressHydrationWarning className={className}>
      {children}
    </span>
  )
}
