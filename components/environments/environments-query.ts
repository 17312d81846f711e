import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { Environment } from "@/lib/environments/schema"
import { api } from "@/lib/paths"

/** All environments, archived ones too, in promotion order. */
export const environmentsQuery = queryOptions({
  queryKey: ["environments"],
  queryFn: ({ signal }) => request<Environment[]>(`${api.environments()}?includeArchived=true`, { signal }),
})
