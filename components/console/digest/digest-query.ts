import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

export function digestQuery(week: string, timeZone: string) {
  return queryOptions({
    queryKey: [...queryKeys.digests, week, timeZone],
    queryFn: ({ signal }) => request(api.digest(week, { timeZone }), { signal }),
  })
}
