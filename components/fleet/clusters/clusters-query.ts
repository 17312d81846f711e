import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"

export const clustersQuery = apiQuery(["clusters"], api("/clusters"))

export const workersQuery = apiQuery(["workers"], api("/workers"))

export const unmanagedParsers = { q: parseAsString, adoptable: parseAsStringLiteral(["true"]) }

export type UnmanagedFilter = inferParserType<typeof unmanagedParsers>

export const unmanagedQuery = (filter: UnmanagedFilter) =>
  apiListQuery(["unmanaged", filter], api("/helm/unmanaged", filter))

/** Polling interval in milliseconds: changes in a cluster are stored within seconds. */
export const pollMs = 5_000
