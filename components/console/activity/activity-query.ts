import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import type { Activity } from "@/lib/console/activity/schema"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

export const activityOnly = ["rollbacks", "failures"] as const
export const activityHalves = ["deployments", "releases"] as const

/** The activity filters in the URL, named like the API parameters. */
export const activityParsers = {
  only: parseAsStringLiteral(activityOnly),
  half: parseAsStringLiteral(activityHalves),
  by: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type ActivityFilter = inferParserType<typeof activityParsers>

export const activityPageSize = 60

/** Activity, newest first; a page param is the path of the page. */
export function activityQuery(filter: ActivityFilter) {
  return infiniteQueryOptions({
    queryKey: ["activity", filter],
    queryFn: ({ pageParam, signal }) => requestPage<Activity>(pageParam, { signal }),
    initialPageParam: api.activity({ ...filter, limit: activityPageSize }),
    getNextPageParam: (page) => page.next,
  })
}
