import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The filters in the URL, named like the API parameters. */
export const promotionParsers = {
  application: parseAsString,
  imageTag: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

type PromotionsFilter = inferParserType<typeof promotionParsers>

/** The promotion paths of image tags. */
export const promotionsQuery = (filter: PromotionsFilter) =>
  apiListQuery([...queryKeys.promotions, filter], api.promotions(filter))
