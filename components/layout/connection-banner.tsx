"use client"

import { useLive } from "@/components/layout/live"
import { Spinner } from "@/components/ui/spinner"
import type { Connection } from "@/lib/web/client/connection"

const words: Record<Exclude<Connection, "here">, string> = {
  away: "The database is unavailable. Confirmed changes are safe; this page retries automatically.",
  offline:
    "You are offline, or the server is unreachable. The page shows the last data received and retries automatically.",
}

/** Warns that the page may be outdated until the server responds again. */
export function ConnectionBanner() {
  const { connection } = useLive()
  return (
    <div role="status" aria-live="polite">
      {connection !== "here" && (
        <p className="flex min-h-8 items-center gap-2 border-b border-pending/40 bg-pending/10 px-4 py-1.5 text-xs">
          <span className="text-pending">
            <Spinner size={12} />
          </span>
          {words[connection]}
        </p>
      )}
    </div>
  )
}
