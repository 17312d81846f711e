import { auditVerificationSchema } from "@/lib/audit/schema"
import { verifyAudit } from "@/lib/audit/verify-audit"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

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
