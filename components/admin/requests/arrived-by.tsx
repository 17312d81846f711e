"use client"

import { useQuery } from "@tanstack/react-query"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { requestsOfRecordQuery } from "@/components/admin/requests/request-query"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { importRoute } from "@/lib/identity/requests/outcomes"
import { pages } from "@/lib/platform/paths"

export function ArrivedBy({ deploymentId }: { deploymentId: string }) {
  const query = useQuery(requestsOfRecordQuery(deploymentId))
  if (query.isPending) return <Skeleton className="h-8 w-full" />
  if (query.data === undefined) return <ErrorLine title="Could not load the requests" read={query} />
  if (query.data.length === 0) {
    return (
      <p className="text-sm text-muted">
        No request is kept. The deployment was recorded or imported by a user, or its request was deleted.
      </p>
    )
  }
  return (
    <ol>
      {query.data.map(({ id, at, method, route, outcome, token }) => (
        <li key={id} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
          <Time at={at} focusable className="text-muted" />
          <StatusLabel style={requestOutcomeStyles[outcome]} />
          <Link href={pages.requests({ recordId: deploymentId, request: id })}>
            {`${route === importRoute ? "Import" : method} by ${token?.name ?? "an unknown token"}`}
          </Link>
        </li>
      ))}
    </ol>
  )
}
