import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const digestQuery = (week: string, timeZone: string) =>
  apiQuery([...queryKeys.digests, week, timeZone], api("/digests/{week}", week, { timeZone }))
