import { listAudit } from "@/lib/identity/audit/list-audit"
import { auditEntrySchema, auditQuerySchema } from "@/lib/identity/audit/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit", {
  GET: endpoint({
    summary: "List audit entries, newest first",
    access: "admin",
    query: auditQuerySchema,
    response: auditEntrySchema.array(),
    verb: (actor, { query }) => listAudit(actor, query),
  }),
})
