import { parseAsString } from "nuqs/server"
import { api } from "@/lib/platform/paths"
import { filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const auditList = filteredList(queryKeys.audit, (filter) => api("/audit", filter), {
  actor: parseAsString,
  action: parseAsString,
  subjectType: parseAsString,
  subjectId: parseAsString,
  from: parseAsString,
  to: parseAsString,
})
