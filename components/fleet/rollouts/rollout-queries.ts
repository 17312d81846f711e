import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import type { RolloutState } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { request, requestPage } from "@/lib/web/client/request"

// Derived from the styles: importing the schema would bundle the schema library into the pages.
export const rolloutStates = Object.keys(rolloutStateStyles).filter(
  (word): word is RolloutState => word in rolloutStateStyles,
)

/** The filter of the list, as stored in the URL. */
export const rolloutParsers = {
  state: parseAsStringLiteral(rolloutStates),
  chartName: parseAsString,
}

export type RolloutFilter = inferParserType<typeof rolloutParsers>

/** Rollouts, newest first; a page param is the path of the page. */
export function rolloutsQuery(filter: RolloutFilter) {
  return infiniteQueryOptions({
    queryKey: ["rollouts", filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.rollouts(filter),
    getNextPageParam: (page) => page.next,
  })
}

/** One rollout with all its releases. */
export function rolloutQuery(id: string) {
  return queryOptions({
    queryKey: ["rollout", id],
    queryFn: ({ signal }) => request(api.rollout(id), { signal }),
  })
}
