import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** All environments in promotion order, including archived ones. */
export const environmentsQuery = queryOptions({
  queryKey: queryKeys.environments,
  queryFn: ({ signal }) => request(api.environments({ includeArchived: true }), { signal }),
})
