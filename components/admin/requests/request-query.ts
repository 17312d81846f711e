import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { requestOutcomes } from "@/lib/identity/requests/outcomes"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const requestList = filteredList(queryKeys.requests, (filter) => api("/ingest/log", filter), {
  q: parseAsString,
  outcome: parseAsStringLiteral(requestOutcomes),
  application: parseAsString,
  environment: parseAsString,
  token: parseAsString,
  recordId: parseAsString,
  from: parseAsString,
  to: parseAsString,
})

export const requestQuery = (id: string) => apiQuery([...queryKeys.requests, id], api("/ingest/log/{id}", id))

/** The requests that created or changed a record, newest first; the requests page lists more. */
export const requestsOfRecordQuery = (recordId: string) =>
  apiQuery([...queryKeys.requests, { recordId }], api("/ingest/log", { recordId, limit: 5 }))

/** One more than is counted, to know whether there are more. */
export const maxCounted = 20

/** The requests rejected since `from`, for one application or all. */
export const rejectedRequestsQuery = (application: string | null, from: string) =>
  apiQuery(
    [...queryKeys.requests, "refused", application, from],
    api("/ingest/log", { application, outcome: "REFUSED", from, limit: maxCounted + 1 }),
    { staleTime: 30_000 },
  )
