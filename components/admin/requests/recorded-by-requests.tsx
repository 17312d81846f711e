import { useQuery } from "@tanstack/react-query"
import { senderName } from "@/components/admin/requests/request-columns"
import { requestOutcomeStyles } from "@/components/admin/requests/request-outcome"
import { requestsOfRecordQuery } from "@/components/admin/requests/request-query"
import { ErrorLine } from "@/components/ui/error-state"
import { Link } from "@/components/ui/link"
import { Skeleton } from "@/components/ui/skeleton"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import { importRoute, isIngestRoute } from "@/lib/identity/requests/outcomes"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { pages } from "@/lib/platform/paths"

export function RecordedByRequests({ deploymentId }: { deploymentId: string }) {
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
      {query.data.map((request) => (
        <li key={request.id} className="flex min-h-8 flex-wrap items-center gap-x-2 text-sm">
          <Time at={request.at} focusable className="text-muted" />
          <StatusLabel style={requestOutcomeStyles[request.outcome]} />
          <Link href={pages.requests({ recordId: deploymentId, request: request.id })}>
            {`${requestKind(request)} by ${senderName(request) ?? "an unknown sender"}`}
          </Link>
        </li>
      ))}
    </ol>
  )
}

function requestKind({ route, method }: ReceivedRequest): string {
  if (route === importRoute) return "Import"
  return isIngestRoute(route) ? "Event" : method
}
