import { exportAudit, listAudit } from "@/lib/identity/audit/list-audit"
import {
  auditEntrySchema,
  auditExportQuerySchema,
  auditQuerySchema,
  auditVerificationSchema,
} from "@/lib/identity/audit/schema"
import { verifyAudit } from "@/lib/identity/audit/verify-audit"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const auditLog = defineRoute("/api/v1/audit", {
  GET: endpoint({
    summary: "List audit entries, newest first",
    access: "admin",
    query: auditQuerySchema,
    response: auditEntrySchema.array(),
    handler: (actor, { query }) => listAudit(actor, query),
  }),
})

export const auditExport = defineRoute("/api/v1/audit/export", {
  GET: endpoint({
    summary: "Export the audit log, newest first",
    access: "admin",
    query: auditExportQuerySchema,
    streamedResponse: ["application/x-ndjson", "text/csv"],
    handler: async (actor, { query }) => streamFile(await exportAudit(actor, query), "audit", query.format),
  }),
})

export const auditVerification = defineRoute("/api/v1/audit/verify", {
  GET: endpoint({
    summary: "Verify the audit log",
    description:
      "Checks every hash chain and returns the first entry that was changed, removed or inserted. Always returns 200; check `ok`.",
    access: "admin",
    response: auditVerificationSchema,
    handler: (actor) => verifyAudit(actor),
  }),
})
