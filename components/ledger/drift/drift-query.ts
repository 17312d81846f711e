import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** Drift as of an instant (RFC 3339), or now. */
export const driftQuery = (at: string | null) => apiQuery([...queryKeys.drift, at], api.drift({ at }))

/** What runs where, with the service versions. */
export const stateQuery = (at: string | null) => apiQuery([...queryKeys.state, at], api.state({ at }))
