"use client"

import { useEffect } from "react"
import { PageHeader } from "@/components/layout/page-header"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { ErrorState } from "@/components/ui/error-state"

/** The error page inside the console shell. It retries automatically once the server is ready. */
export default function ConsoleError({
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
    <>
      <PageHeader title="Error" still />
      <ErrorState
        title={away ? "Database unavailable" : "Could not load this page"}
        read={{ error: null, refetch: retry, isFetching: away }}
      >
        {away
          ? "Your saved changes are safe. This page reloads automatically when the database is available again."
          : "Your saved changes are safe."}
        {error.digest && <span className="mt-1 block font-mono text-xs">Error {error.digest}</span>}
      </ErrorState>
    </>
  )
}
