import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

/** The filters as query parameters of the page. */
export const userFilters = { q: parseAsString }

type UsersFilter = inferParserType<typeof userFilters>

/** Users, newest first. */
export const usersQuery = (filter: UsersFilter) => apiListQuery(["users", filter], api.users(filter))
