import { infiniteQueryOptions } from "@tanstack/react-query"
import { requestPage } from "@/lib/api/request"
import type { AuditEntry } from "@/lib/audit/schema"
import { api } from "@/lib/paths"

export type AuditFilter = {
  actor: string | null
  action: string | null
  subjectType: string | null
  subjectId: string | null
}

/** Who did what, newest first; a page param is the path of the page. */
export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) => requestPage<AuditEntry>(pageParam, { signal }),
    initialPageParam: api.audit(filter),
    getNextPageParam: (page) => page.next,
  })
}
