import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { requestOutcomes } from "@/lib/identity/requests/outcomes"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom, request } from "@/lib/web/client/request"

/** The filters in the URL, named like the API parameters. */
export const requestParsers = {
  q: parseAsString,
  outcome: parseAsStringLiteral(requestOutcomes),
  application: parseAsString,
  environment: parseAsString,
  token: parseAsString,
  recordId: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type RequestFilter = inferParserType<typeof requestParsers>

/** Requests of pipelines, newest first. */
export function requestsQuery(filter: RequestFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.requests, filter],
    ...pagesFrom(api.requests(filter)),
  })
}

export function requestQuery(id: string) {
  return queryOptions({
    queryKey: [...queryKeys.requests, id],
    queryFn: ({ signal }) => request(api.request(id), { signal }),
  })
}

/** The requests that made or changed a record, newest first; more than a few are on the page. */
export function requestsOfRecordQuery(recordId: string) {
  return queryOptions({
    queryKey: [...queryKeys.requests, { recordId }],
    queryFn: ({ signal }) => request(api.requests({ recordId, limit: 5 }), { signal }),
  })
}

/** One more than are counted, to know whether there are more. */
export const maxCounted = 20

/** What was refused since `from`, of an application or of all. */
export function refusedRequestsQuery(application: string | null, from: string) {
  return queryOptions({
    queryKey: [...queryKeys.requests, "refused", application, from],
    queryFn: ({ signal }) =>
      request(api.requests({ application, outcome: "REFUSED", from, limit: maxCounted + 1 }), { signal }),
    staleTime: 30_000,
  })
}
