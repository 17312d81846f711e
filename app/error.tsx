"use client"

import { useEffect } from "react"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { buttonClass } from "@/components/ui/button-class"

/**
 * A page that broke while it was drawn. The message of a server error stays on the server; its digest finds it in the
 * log. Every page loads this file, so it takes as little along as it can.
 */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string }
  retry: () => void
}) {
  const away = usePageRecovery(retry)
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center">
      <div role="alert" className="flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
        <h1 className="text-base font-medium">
          {away ? "The database is away" : "This page could not be drawn"}
        </h1>
        <p className="text-sm text-muted">
          {away
            ? "What was confirmed is safe. This page comes back by itself as soon as the database does."
            : "What was recorded is safe. Trying again changes nothing."}
        </p>
        {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
        <button type="button" onClick={retry} className={`${buttonClass()} mt-1`}>
          Try again
        </button>
      </div>
    </main>
  )
}
