import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import type { RolloutState } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"

// Derived from the styles: importing the schema would bundle the schema library into the pages.
export const rolloutStates = Object.keys(rolloutStateStyles).filter(
  (word): word is RolloutState => word in rolloutStateStyles,
)

export const rolloutParsers = {
  state: parseAsStringLiteral(rolloutStates),
  chartName: parseAsString,
}

export type RolloutFilter = inferParserType<typeof rolloutParsers>

export const rolloutsQuery = (filter: RolloutFilter) =>
  apiListQuery(["rollouts", filter], api.rollouts(filter))

export const rolloutQuery = (id: string) => apiQuery(["rollout", id], api.rollout(id))
