import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import type { FleetFilter } from "@/components/fleet/releases/release-queries"
import type { FleetVersion, MatrixRow } from "@/lib/fleet/releases/fleet-schema"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

const retryIncompleteMs = 3_000

/** The same with the names of the repositories that were never read, which are asked for again until they are. */
export const fleetVersionsPageQuery = queryOptions({
  queryKey: ["releases", "versions"],
  queryFn: ({ signal }) => requestPage<FleetVersion>(api.releaseVersions(), { signal }),
  refetchInterval: ({ state }) => (state.data?.incomplete?.length ? retryIncompleteMs : false),
})

/** The installed versions of all charts and how far each is behind, in one request for the whole fleet. */
export const fleetVersionsQuery = queryOptions({
  ...fleetVersionsPageQuery,
  select: ({ items }) => items,
})

export const matrixPageSize = 200

/** Tenants by slug with their releases; a page param is the path of the page. */
export function matrixQuery(filter: FleetFilter) {
  return infiniteQueryOptions({
    queryKey: ["releases", "matrix", filter],
    queryFn: ({ pageParam, signal }) => requestPage<MatrixRow>(pageParam, { signal }),
    initialPageParam: api.releaseMatrix({ ...filter, limit: matrixPageSize }),
    getNextPageParam: (page) => page.next,
  })
}
