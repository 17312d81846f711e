import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** Drift as of an instant (RFC 3339), or now. */
export function driftQuery(at: string | null) {
  return queryOptions({
    queryKey: [...queryKeys.drift, at],
    queryFn: ({ signal }) => request(api.drift({ at }), { signal }),
  })
}

/** What runs where, with the service versions. */
export function stateQuery(at: string | null) {
  return queryOptions({
    queryKey: [...queryKeys.state, at],
    queryFn: ({ signal }) => request(api.state({ at }), { signal }),
  })
}
