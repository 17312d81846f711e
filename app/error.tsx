"use client"

import { useEffect } from "react"
import { ErrorState } from "@/components/ui/error-state"

/** A page that broke while it was drawn. The message of a server error stays on the server; its digest finds it in the log. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center">
      <ErrorState title="This page could not be drawn" onRetry={reset}>
        What was recorded is safe.
        {error.digest && <span className="mt-1 block font-mono text-xs">Error {error.digest}</span>}
      </ErrorState>
    </main>
  )
}
