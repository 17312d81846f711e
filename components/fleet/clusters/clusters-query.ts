import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom, request } from "@/lib/web/client/request"

/** The configured clusters, each with its current reachability. */
export const clustersQuery = queryOptions({
  queryKey: ["clusters"],
  queryFn: ({ signal }) => request(api.clusters(), { signal }),
})

/** The worker processes, which run operations and watch clusters. */
export const workersQuery = queryOptions({
  queryKey: ["workers"],
  queryFn: ({ signal }) => request(api.workers(), { signal }),
})

/** The filter of the list, as stored in the URL. */
export const unmanagedParsers = { q: parseAsString }

export type UnmanagedFilter = inferParserType<typeof unmanagedParsers>

/** Unmanaged releases, most recently found first. */
export function unmanagedQuery(filter: UnmanagedFilter) {
  return infiniteQueryOptions({
    queryKey: ["unmanaged", filter],
    ...pagesFrom(api.unmanaged(filter)),
  })
}

/** Polling interval in milliseconds: changes in a cluster are stored within seconds. */
export const lookMs = 5_000
