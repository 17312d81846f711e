import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const userFilters = { q: parseAsString }

type UsersFilter = inferParserType<typeof userFilters>

/** Users, newest first. */
export function usersQuery(filter: UsersFilter) {
  return infiniteQueryOptions({
    queryKey: ["users", filter],
    ...pagesFrom(api.users(filter)),
  })
}
