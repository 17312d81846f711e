import { queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { releaseStatusStyles } from "@/components/fleet/releases/release-status"
import { changeStates } from "@/lib/fleet/releases/change-states"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"
import { requestPage } from "@/lib/web/client/request"

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
  installed: parseAsBoolean,
  overBudget: parseAsBoolean,
  quarantined: parseAsBoolean,
  change: parseAsStringLiteral(changeStates),
  status: parseAsStringLiteral(statuses),
  q: parseAsString,
}

export type FleetFilter = inferParserType<typeof fleetParsers>

const fleetPageSize = 60

export const fleetQuery = (filter: Partial<FleetFilter>) =>
  apiListQuery(["releases", filter], api("/helm/releases", { ...filter, limit: fleetPageSize }))

export const releaseSummaryQuery = apiQuery(["releases", "summary"], api("/helm/releases/summary"))

export const releaseQuery = (id: string) => apiQuery(["release", id], api("/helm/releases/{releaseId}", id))

export const tenantReleasesQuery = (tenantId: string) =>
  apiQuery(["tenant-releases", tenantId], api("/helm/releases/tenant/{tenantId}", tenantId, { limit: 500 }))

export const tenantHistoryQuery = (tenantId: string) =>
  apiListQuery(
    ["tenant-releases", tenantId, "history"],
    api("/helm/releases/tenant/{tenantId}/history", tenantId, { limit: 50 }),
  )

export const revisionsQuery = (id: string) =>
  apiQuery(["release", id, "history"], api("/helm/releases/{releaseId}/history", id, { limit: 500 }))

/** One revision with values, manifest and notes, and its differences from another. */
export const revisionQuery = (id: string, revision: number, against: number | null) =>
  apiQuery(
    ["release", id, "history", revision, against],
    api("/helm/releases/{releaseId}/history/{revision}", id, revision, { against }),
  )

export const resourcesQuery = (id: string) =>
  apiQuery(["release", id, "resources"], api("/helm/releases/{releaseId}/resources", id), {
    staleTime: 2_000,
  })

const retryIncompleteMs = 3_000

/** `fleetVersionsQuery` with the repositories that were never read; polls until all have been read. */
export const fleetVersionsPageQuery = queryOptions({
  queryKey: ["releases", "versions"],
  queryFn: ({ signal }) => requestPage(api("/helm/releases/versions"), { signal }),
  refetchInterval: ({ state }) => (state.data?.incomplete?.length ? retryIncompleteMs : false),
})

/** The installed versions of all charts and how far each is behind, in one request for the whole fleet. */
export const fleetVersionsQuery = queryOptions({
  ...fleetVersionsPageQuery,
  select: ({ items }) => items,
})

const matrixPageSize = 200

export const matrixQuery = (filter: FleetFilter) =>
  apiListQuery(
    ["releases", "matrix", filter],
    api("/helm/releases/matrix", { ...filter, limit: matrixPageSize }),
  )
