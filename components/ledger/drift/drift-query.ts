import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const driftQuery = (at: string | null) =>
  apiQuery([...queryKeys.drift, at], api("/platform/deployments/drift", { at }))

export const stateQuery = (at: string | null) =>
  apiQuery([...queryKeys.state, at], api("/platform/deployments/state", { at }))
