import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import type { FleetFilter } from "@/components/releases/release-queries"
import { request, requestPage } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { FleetVersion, MatrixRow } from "@/lib/releases/fleet-schema"

/** Which versions of which charts are installed, and how far each is behind: one request for the whole fleet. */
export const fleetVersionsQuery = queryOptions({
  queryKey: ["releases", "versions"],
  queryFn: ({ signal }) => request<FleetVersion[]>(api.releaseVersions(), { signal }),
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
