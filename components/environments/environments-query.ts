import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { Environment } from "@/lib/environments/schema"
import { api } from "@/lib/paths"

/** The ladder, lowest rung first. */
export const environmentsQuery = queryOptions({
  queryKey: ["environments"],
  queryFn: ({ signal }) => request<Environment[]>(api.environments(), { signal }),
})
