import { infiniteQueryOptions } from "@tanstack/react-query"
import { requestPage } from "@/lib/api/request"
import { api } from "@/lib/paths"
import type { Promotion } from "@/lib/promotions/schema"

export type PromotionsFilter = { application: string | null; from: string | null; to: string | null }

/** The paths of image tags, page after page; a page param is the path of the page. */
export function promotionsQuery(filter: PromotionsFilter) {
  return infiniteQueryOptions({
    queryKey: ["promotions", filter],
    queryFn: ({ pageParam, signal }) => requestPage<Promotion>(pageParam, { signal }),
    initialPageParam: api.promotions(filter),
    getNextPageParam: (page) => page.next,
  })
}
