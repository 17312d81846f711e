import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { pagesFrom } from "@/lib/web/client/request"

const activityOnly = ["rollbacks", "failures"] as const
const activityHalves = ["deployments", "releases"] as const

/** The activity filters in the URL, named like the API parameters. */
export const activityParsers = {
  only: parseAsStringLiteral(activityOnly),
  half: parseAsStringLiteral(activityHalves),
  name: parseAsString,
  by: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type ActivityFilter = inferParserType<typeof activityParsers>

export const activityPageSize = 60

/** Activity, newest first. */
export function activityQuery(filter: ActivityFilter) {
  return infiniteQueryOptions({
    queryKey: [...queryKeys.activity, filter],
    ...pagesFrom(api.activity({ ...filter, limit: activityPageSize })),
  })
}
