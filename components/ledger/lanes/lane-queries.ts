import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom } from "@/lib/web/client/request"

/** The filters of what runs where in the URL, named like the API parameters. */
export const laneParsers = {
  environment: parseAsString,
  application: parseAsString,
  condition: parseAsStringLiteral(laneConditions).withDefault("running"),
  q: parseAsString,
  at: parseAsIsoDateTime,
}

export type LaneFilter = inferParserType<typeof laneParsers>

const pageSize = 60

export function laneParameters({ at, ...filter }: LaneFilter) {
  return { ...filter, at: at?.toISOString() ?? null, limit: pageSize }
}

/** The lanes that meet the condition. */
export function lanesQuery(filter: LaneFilter) {
  const parameters = laneParameters(filter)
  return infiniteQueryOptions({
    queryKey: [...queryKeys.overview, "lanes", parameters],
    ...pagesFrom(api.lanes(parameters)),
  })
}
