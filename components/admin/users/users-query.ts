import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

export const userFilters = { q: parseAsString }

type UsersFilter = inferParserType<typeof userFilters>

export const usersQuery = (filter: UsersFilter) => apiListQuery(["users", filter], api.users(filter))
