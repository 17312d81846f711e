import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

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
export const auditQuery = (filter: AuditFilter) => apiListQuery(["audit", filter], api.audit(filter))
