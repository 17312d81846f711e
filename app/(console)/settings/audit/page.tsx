import type { Metadata } from "next"
import { auditList } from "@/components/admin/audit/audit-query"
import { listRoute } from "@/components/layout/list-route"
import { listAudit } from "@/lib/identity/audit/list-audit"
import { auditQuerySchema } from "@/lib/identity/audit/schema"
import { AuditView } from "./audit-view"

export const metadata: Metadata = { title: "Audit" }

export default listRoute({
  adminsOnly: "Audit",
  ...auditList,
  list: { schema: auditQuerySchema, handler: listAudit },
  view: () => <AuditView />,
})
