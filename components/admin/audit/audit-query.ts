import { infiniteQueryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { pagesFrom } from "@/lib/web/client/request"

/** The filters as query parameters of the page. */
export const auditFilters = {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type AuditFilter = inferParserType<typeof auditFilters>

/** Audit entries, newest first. */
export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    ...pagesFrom(api.audit(filter)),
  })
}
