import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const eventSourcesQuery = apiQuery(queryKeys.eventSources, api("/ingest/sources"))
