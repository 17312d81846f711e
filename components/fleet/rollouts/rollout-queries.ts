import { parseAsString, parseAsStringLiteral } from "nuqs/server"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import type { RolloutState } from "@/lib/fleet/rollouts/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

// Derived from the styles: importing the schema would bundle the schema library into the pages.
export const rolloutStates = Object.keys(rolloutStateStyles).filter(
  (word): word is RolloutState => word in rolloutStateStyles,
)

export const rolloutList = filteredList(queryKeys.rollouts, (filter) => api("/helm/rollouts", filter), {
  state: parseAsStringLiteral(rolloutStates),
  chartName: parseAsString,
})

export const rolloutQuery = (id: string) => apiQuery(["rollout", id], api("/helm/rollouts/{id}", id))
