import { parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const promotionList = filteredList(
  queryKeys.promotions,
  (filter) => api("/platform/deployments/promotions", filter),
  {
    application: parseAsString,
    imageTag: parseAsString,
    from: parseAsString,
    to: parseAsString,
  },
)
