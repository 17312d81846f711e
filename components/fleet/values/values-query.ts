import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"

/** The compared path and the filter as stored in the URL, using the API's parameter names. */
export const valuesParsers = {
  path: parseAsString.withDefault(""),
  chartName: parseAsString,
  tenantId: parseAsString,
  cluster: parseAsString,
  tags: parseAsString,
  value: parseAsString,
  differs: parseAsStringLiteral(["true", "false"]),
}

export type ValuesFilter = inferParserType<typeof valuesParsers>

/** Installed releases by tenant with their values at the path. */
export const valuesQuery = (filter: ValuesFilter) =>
  apiListQuery(["values", filter], api("/helm/values", { ...filter, limit: 100 }), {
    enabled: filter.path !== "",
  })

/** The values of `valuesQuery`, counted by value. */
export const valuesSummaryQuery = ({ value: _value, differs: _differs, ...filter }: ValuesFilter) =>
  apiQuery(["values", "summary", filter], api("/helm/values/summary", filter), {
    enabled: filter.path !== "",
  })

export const valuesPathsQuery = (q: string, chartName: string | null) =>
  apiQuery(["values-paths", q, chartName], api("/helm/values/paths", { q, chartName, limit: 30 }), {
    staleTime: 60_000,
  })
