import { listAudit } from "@/lib/identity/audit/list-audit"
import { auditEntrySchema, auditQuerySchema } from "@/lib/identity/audit/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit", {
  GET: endpoint({
    summary: "List audit entries, newest first",
    access: "admin",
    query: auditQuerySchema,
    answer: auditEntrySchema.array(),
    verb: async (actor, { query }, { url }) => pageReply(await listAudit(actor, query), url),
  }),
})
