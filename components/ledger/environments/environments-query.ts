import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const environmentsQuery = apiQuery(
  queryKeys.environments,
  api("/platform/environments", { includeArchived: true }),
)
