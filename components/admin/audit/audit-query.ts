import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const auditFilters = {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
}

type AuditFilter = inferParserType<typeof auditFilters>

/** Audit entries, newest first; a page param is the path of the page. */
export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam, signal }) => requestPage(pageParam, { signal }),
    initialPageParam: api.audit(filter),
    getNextPageParam: (page) => page.next,
  })
}
