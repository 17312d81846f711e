import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The filters of what runs where in the URL, named like the API parameters. */
const laneParsers = {
  environment: parseAsString,
  application: parseAsString,
  condition: parseAsStringLiteral(laneConditions).withDefault("running"),
  q: parseAsString,
  at: parseAsIsoDateTime,
}

export type LaneFilter = inferParserType<typeof laneParsers>

const pageSize = 60

export function exportParameters({ at, ...filter }: LaneFilter) {
  return { ...filter, at: at?.toISOString() ?? null }
}

export function laneCountsQuery(filter: LaneFilter) {
  const { condition: _, ...parameters } = exportParameters(filter)
  return apiQuery(
    [...queryKeys.overview, "lane counts", parameters],
    api("/platform/deployments/lanes/summary", parameters),
  )
}

export const laneList = filteredList(
  [...queryKeys.overview, "lanes"],
  (filter: LaneFilter) =>
    api("/platform/deployments/lanes", { ...exportParameters(filter), limit: pageSize }),
  laneParsers,
)
