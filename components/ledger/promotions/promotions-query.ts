import { infiniteQueryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom } from "@/lib/web/client/request"

type PromotionsFilter = { application: string | null; from: string | null; to: string | null }

/** The promotion paths of image tags. */
export function promotionsQuery(filter: PromotionsFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.promotions, filter],
    ...pagesFrom(api.promotions(filter)),
  })
}
