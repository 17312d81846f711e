import { parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const userList = filteredList(queryKeys.users, (filter) => api("/users", filter), { q: parseAsString })
