import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The newest active ones, enough to mark versions everywhere in the console. */
export const activeQuarantinesQuery = apiQuery(
  [...queryKeys.quarantines, "active"],
  api("/quarantine", { active: true, limit: 500 }),
)
