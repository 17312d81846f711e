import { exportAudit } from "@/lib/identity/audit/list-audit"
import { auditExportQuerySchema } from "@/lib/identity/audit/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit/export", {
  GET: endpoint({
    summary: "Export the audit log, newest first",
    access: "admin",
    query: auditExportQuerySchema,
    streamedResponse: ["application/x-ndjson", "text/csv"],
    verb: async (actor, { query }) => streamFile(await exportAudit(actor, query), "audit", query.format),
  }),
})
