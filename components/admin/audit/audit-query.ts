import { type inferParserType, parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { apiListQuery } from "@/lib/web/client/api-query"

export const auditFilters = {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

export type AuditFilter = inferParserType<typeof auditFilters>

export const auditQuery = (filter: AuditFilter) => apiListQuery(["audit", filter], api.audit(filter))
