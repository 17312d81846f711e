import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsBoolean, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom, request } from "@/lib/web/client/request"

/** The compared path and the filter as stored in the URL, using the API's parameter names. */
export const valuesParsers = {
  path: parseAsString.withDefault(""),
  chartName: parseAsString,
  tenantId: parseAsString,
  cluster: parseAsString,
  tags: parseAsString,
  value: parseAsString,
  differs: parseAsBoolean,
}

export type ValuesFilter = inferParserType<typeof valuesParsers>

/** Installed releases by tenant with what they have at the path. */
export function valuesQuery(filter: ValuesFilter) {
  return infiniteQueryOptions({
    queryKey: ["values", filter],
    enabled: filter.path !== "",
    ...pagesFrom(api.values({ ...filter, limit: 100 })),
  })
}

/** The same counted by value, of all values. */
export function valuesSummaryQuery({ value: _value, differs: _differs, ...filter }: ValuesFilter) {
  return queryOptions({
    queryKey: ["values", "summary", filter],
    enabled: filter.path !== "",
    queryFn: ({ signal }) => request(api.valuesSummary(filter), { signal }),
  })
}

export function valuesPathsQuery(q: string, chartName: string | null) {
  return queryOptions({
    queryKey: ["values-paths", q, chartName],
    staleTime: 60_000,
    queryFn: ({ signal }) => request(api.valuesPaths({ q, chartName, limit: 30 }), { signal }),
  })
}
