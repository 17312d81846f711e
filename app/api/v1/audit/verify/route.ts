import { auditVerificationSchema } from "@/lib/identity/audit/schema"
import { verifyAudit } from "@/lib/identity/audit/verify-audit"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/audit/verify", {
  GET: endpoint({
    summary: "Check that nobody changed the audit log",
    description:
      "Follows every chain of hashes and names the first entry that was changed, removed or put in. 200 also when one was: look at `ok`.",
    access: "admin",
    answer: auditVerificationSchema,
    verb: (actor) => verifyAudit(actor),
  }),
})
