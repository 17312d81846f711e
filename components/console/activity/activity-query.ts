import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

const activityOnly = ["rollbacks", "failures"] as const
const activityHalves = ["deployments", "releases"] as const

export const activityParsers = {
  only: parseAsStringLiteral(activityOnly),
  half: parseAsStringLiteral(activityHalves),
  name: parseAsString,
  by: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type ActivityFilter = inferParserType<typeof activityParsers>

const activityPageSize = 60

export const activityQuery = (filter: ActivityFilter) =>
  apiListQuery([...queryKeys.activity, filter], api("/activity", { ...filter, limit: activityPageSize }))
