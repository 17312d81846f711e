import { auditVerificationSchema } from "@/lib/identity/audit/schema"
import { verifyAudit } from "@/lib/identity/audit/verify-audit"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit/verify", {
  GET: endpoint({
    summary: "Verify the audit log",
    description:
      "Checks every hash chain and returns the first entry that was changed, removed or inserted. Always returns 200; check `ok`.",
    access: "admin",
    response: auditVerificationSchema,
    verb: (actor) => verifyAudit(actor),
  }),
})
