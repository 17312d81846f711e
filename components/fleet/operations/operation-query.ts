import { queryOptions } from "@tanstack/react-query"
import type { OperationDetail } from "@/lib/fleet/operations/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** One operation with its log lines so far. */
export function operationQuery(id: string) {
  return queryOptions({
    queryKey: ["operation", id],
    queryFn: ({ signal }) => request<OperationDetail>(api.operation(id), { signal }),
  })
}
