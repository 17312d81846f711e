import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const userFilters = { q: parseAsString }

type UsersFilter = inferParserType<typeof userFilters>

/** Users, newest first; a page param is the path of the page. */
export function usersQuery(filter: UsersFilter) {
  return infiniteQueryOptions({
    queryKey: ["users", filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.users(filter),
    getNextPageParam: (page) => page.next,
  })
}
