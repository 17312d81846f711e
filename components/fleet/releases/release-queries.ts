import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { pagesFrom, request, requestPage } from "@/lib/web/client/request"

/** Every status. */
// Derived from the styles: importing the schema would bundle the schema library into every release page.
export const statuses = Object.keys(releaseStatusStyles).filter(
  (word): word is ReleaseStatus => word in releaseStatusStyles,
)

/** The fleet filter as stored in the URL, using the API's parameter names. */
export const fleetParsers = {
  tenantId: parseAsString,
  chartName: parseAsString,
  chartVersion: parseAsString,
  appVersion: parseAsString,
  olderThan: parseAsString,
  outOfBand: parseAsBoolean,
  status: parseAsStringLiteral(statuses),
  q: parseAsString,
}

export type FleetFilter = inferParserType<typeof fleetParsers>

export const fleetPageSize = 60

/** Releases of the fleet, newest first. */
export function fleetQuery(filter: FleetFilter) {
  return infiniteQueryOptions({
    queryKey: ["releases", filter],
    ...pagesFrom(api.releases({ ...filter, limit: fleetPageSize })),
  })
}

export const releaseSummaryQuery = queryOptions({
  queryKey: ["releases", "summary"],
  queryFn: ({ signal }) => request(api.releaseSummary(), { signal }),
})

export function releaseQuery(id: string) {
  return queryOptions({
    queryKey: ["release", id],
    queryFn: ({ signal }) => request(api.release(id), { signal }),
  })
}

/** All releases of one tenant, including uninstalled ones. */
export function tenantReleasesQuery(tenantId: string) {
  return queryOptions({
    queryKey: ["tenant-releases", tenantId],
    queryFn: ({ signal }) => request(api.tenantReleases(tenantId, { limit: 500 }), { signal }),
  })
}

/** All revisions of a tenant's releases, newest first. */
export function tenantHistoryQuery(tenantId: string) {
  return infiniteQueryOptions({
    queryKey: ["tenant-releases", tenantId, "history"],
    ...pagesFrom(api.tenantHistory(tenantId, { limit: 50 })),
  })
}

/** The revisions of a release, newest first. */
export function revisionsQuery(id: string) {
  return queryOptions({
    queryKey: ["release", id, "history"],
    queryFn: ({ signal }) => request(api.releaseHistory(id, { limit: 500 }), { signal }),
  })
}

/** One revision with values, manifest and notes, and its differences from another. */
export function revisionQuery(id: string, revision: number, against: number | null) {
  return queryOptions({
    queryKey: ["release", id, "history", revision, against],
    queryFn: ({ signal }) => request(api.releaseRevision(id, revision, { against }), { signal }),
  })
}

export function resourcesQuery(id: string) {
  return queryOptions({
    queryKey: ["release", id, "resources"],
    queryFn: ({ signal }) => request(api.releaseResources(id), { signal }),
    staleTime: 2_000,
  })
}

const retryIncompleteMs = 3_000

/** The same with the names of the repositories that were never read, which are asked for again until they are. */
export const fleetVersionsPageQuery = queryOptions({
  queryKey: ["releases", "versions"],
  queryFn: ({ signal }) => requestPage(api.releaseVersions(), { signal }),
  refetchInterval: ({ state }) => (state.data?.incomplete?.length ? retryIncompleteMs : false),
})

/** The installed versions of all charts and how far each is behind, in one request for the whole fleet. */
export const fleetVersionsQuery = queryOptions({
  ...fleetVersionsPageQuery,
  select: ({ items }) => items,
})

export const matrixPageSize = 200

/** Tenants by slug with their releases. */
export function matrixQuery(filter: FleetFilter) {
  return infiniteQueryOptions({
    queryKey: ["releases", "matrix", filter],
    ...pagesFrom(api.releaseMatrix({ ...filter, limit: matrixPageSize })),
  })
}
