import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const promotionParsers = {
  application: parseAsString,
  imageTag: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

type PromotionsFilter = inferParserType<typeof promotionParsers>

export const promotionsQuery = (filter: PromotionsFilter) =>
  apiListQuery([...queryKeys.promotions, filter], api.promotions(filter))
