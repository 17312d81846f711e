"use client"

import { useEffect } from "react"
import { PageHeader } from "@/components/layout/page-header"
import { usePageRecovery } from "@/components/layout/use-page-recovery"
import { ErrorState } from "@/components/ui/error-state"

/** A page that could not be drawn, inside the shell. It draws itself again as soon as the server is ready. */
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
      <PageHeader title="Not shown" still />
      <ErrorState
        title={away ? "The database is away" : "This page could not be drawn"}
        onRetry={retry}
        retrying={away}
      >
        {away
          ? "What was confirmed is safe. This page comes back by itself as soon as the database does."
          : "What was recorded is safe."}
        {error.digest && <span className="mt-1 block font-mono text-xs">Error {error.digest}</span>}
      </ErrorState>
    </>
  )
}
