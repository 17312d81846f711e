import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

/** The catalog filter, as stored in the URL. */
export const chartFilters = { q: parseAsString, repository: parseAsString }

type ChartsFilter = inferParserType<typeof chartFilters>

/** The catalog by name; a page param is the path of the page. */
export function chartsPageQuery(filter: ChartsFilter) {
  return infiniteQueryOptions({
    queryKey: ["charts", filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.charts(filter),
    getNextPageParam: (page) => page.next,
  })
}
