import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { OperationDetail } from "@/lib/operations/schema"
import { api } from "@/lib/paths"

/** One operation with its lines so far. */
export function operationQuery(id: string) {
  return queryOptions({
    queryKey: ["operation", id],
    queryFn: ({ signal }) => request<OperationDetail>(api.operation(id), { signal }),
  })
}
