import { queryOptions } from "@tanstack/react-query"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** All environments in promotion order, including archived ones. */
export const environmentsQuery = queryOptions({
  queryKey: queryKeys.environments,
  queryFn: ({ signal }) => request<Environment[]>(`${api.environments()}?includeArchived=true`, { signal }),
})
