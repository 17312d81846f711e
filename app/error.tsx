"use client"

import { useEffect } from "react"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { buttonClass } from "@/components/ui/button-class"

/**
 * Shown when a page fails to render. The message of a server error stays on the server; its digest identifies it in the
 * log. Every page loads this file, so it has few imports.
 */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  const unavailable = usePageRecovery(retry)
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center">
      <div role="alert" className="flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
        <h1 className="text-base font-medium">
          {unavailable ? "Database unavailable" : "Could not load this page"}
        </h1>
        <p className="text-sm text-muted">
          {unavailable
            ? "Confirmed changes are safe. This page reloads automatically when the database is available again."
            : "Recorded data is safe. Retry to load the page again."}
        </p>
        {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
        <button type="button" onClick={retry} className={`${buttonClass()} mt-1`}>
          Retry
        </button>
      </div>
    </main>
  )
}
