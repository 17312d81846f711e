import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"

/** The configured clusters, each with its current reachability. */
export const clustersQuery = apiQuery(["clusters"], api.clusters())

/** The worker processes, which run operations and watch clusters. */
export const workersQuery = apiQuery(["workers"], api.workers())

/** The filter of the list, as stored in the URL. */
export const unmanagedParsers = { q: parseAsString, adoptable: parseAsStringLiteral(["true"]) }

export type UnmanagedFilter = inferParserType<typeof unmanagedParsers>

/** Unmanaged releases, most recently found first. */
export const unmanagedQuery = (filter: UnmanagedFilter) =>
  apiListQuery(["unmanaged", filter], api.unmanaged(filter))

/** Polling interval in milliseconds: changes in a cluster are stored within seconds. */
export const lookMs = 5_000
