import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom } from "@/lib/web/client/request"

/** The filters in the URL, named like the API parameters. */
export const promotionParsers = {
  application: parseAsString,
  imageTag: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

type PromotionsFilter = inferParserType<typeof promotionParsers>

/** The promotion paths of image tags. */
export function promotionsQuery(filter: PromotionsFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.promotions, filter],
    ...pagesFrom(api.promotions(filter)),
  })
}
