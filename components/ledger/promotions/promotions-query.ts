import { infiniteQueryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { requestPage } from "@/lib/web/client/request"

type PromotionsFilter = { application: string | null; from: string | null; to: string | null }

/** The promotion paths of image tags; a page param is the path of the page. */
export function promotionsQuery(filter: PromotionsFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.promotions, filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.promotions(filter),
    getNextPageParam: (page) => page.next,
  })
}
