import { exportAudit } from "@/lib/identity/audit/list-audit"
import { auditExportQuerySchema } from "@/lib/identity/audit/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamLines } from "@/lib/web/http/stream-lines"

const contentTypes = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit/export", {
  GET: endpoint({
    summary: "Export the audit log, newest first",
    access: "admin",
    query: auditExportQuerySchema,
    streamedAnswer: ["application/x-ndjson", "text/csv"],
    verb: async (actor, { query }) =>
      streamLines(exportAudit(actor, query), {
        contentType: contentTypes[query.format],
        fileName: `slipway-audit.${query.format}`,
      }),
  }),
})
