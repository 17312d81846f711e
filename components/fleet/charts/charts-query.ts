import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom } from "@/lib/web/client/request"

/** The catalog filter, as stored in the URL. */
export const chartFilters = { q: parseAsString, repository: parseAsString }

type ChartsFilter = inferParserType<typeof chartFilters>

/** The catalog by name. */
export function chartsPageQuery(filter: ChartsFilter) {
  return infiniteQueryOptions({
    queryKey: ["charts", filter],
    ...pagesFrom(api.charts(filter)),
  })
}
