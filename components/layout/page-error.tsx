import { useEffect } from "react"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { buttonClass } from "@/components/ui/button-class"
import { isChunkError } from "@/components/ui/chunk-boundary"

export interface PageErrorProps {
  error: Error & { digest?: string }
  retry: () => void
}

/**
 * Shown when a page fails to render. The message of a server error stays on the server; its digest identifies it in the
 * log. It retries automatically once the server is ready. Every page loads this file, so it has few imports.
 */
export function PageError({ error, retry }: PageErrorProps) {
  const isMissing = isChunkError(error)
  const isAway = usePageRecovery(retry)
  useEffect(() => {
    console.error(error)
  }, [error])

  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col items-center gap-2 px-4 py-12 text-center">
      <svg
        aria-hidden="true"
        viewBox="0 0 24 24"
        className="size-5 fill-none stroke-failed stroke-2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01" />
      </svg>
      <h1 className="text-base font-medium">
        {isMissing ? "Slipway was updated" : isAway ? "Database unavailable" : "Could not load this page"}
      </h1>
      <p className="text-sm text-muted">
        Your saved changes are safe.
        {isAway && " This page reloads automatically when the database is available again."}
      </p>
      {error.digest && <p className="font-mono text-xs text-muted">Error {error.digest}</p>}
      {/* A script that is missing stays missing until the page is loaded again. */}
      <button
        type="button"
        onClick={isMissing ? () => window.location.reload() : retry}
        className={`${buttonClass()} mt-1`}
      >
        {isMissing ? "Reload" : "Retry"}
      </button>
    </div>
  )
}
