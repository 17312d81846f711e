"use client"

import { TriangleAlert } from "lucide-react"
import { useEffect } from "react"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { buttonClass } from "@/components/ui/button-class"

export interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/**
 * Shown when a page fails to render. The message of a server error stays on the server; its digest identifies it in the
 * log. It retries automatically once the server is ready. Every page loads this file, so it has few imports.
 */
export function PageError({ error, retry }: PageErrorProps) {
  const isAway = usePageRecovery(retry)
  useEffect(() => {
    console.error(error)
  }, [error])

  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
      <TriangleAlert size={20} className="text-failed" />
      <h1 className="text-base font-medium">
        {isAway ? "Database unavailable" : "Could not load this page"}
      </h1>
      <p className="text-sm text-muted">
        Your saved changes are safe.
        {isAway && " This page reloads automatically when the database is available again."}
      </p>
      {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
      <button type="button" onClick={retry} className={`${buttonClass()} mt-1`}>
        Retry
      </button>
    </div>
  )
}
