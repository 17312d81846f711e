import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { auditFilters, auditQuery } from "@/components/admin/audit/audit-query"
import { Forbidden } from "@/components/layout/forbidden"
import { listAudit } from "@/lib/identity/audit/list-audit"
import { auditQuerySchema } from "@/lib/identity/audit/schema"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preloadList } from "@/lib/web/client/hydrated"
import { AuditView } from "./audit-view"

export const metadata: Metadata = { title: "Audit" }

const list = { schema: auditQuerySchema, verb: listAudit, path: api.audit }
const readSearch = createLoader(auditFilters)

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Forbidden title="Audit" actor={actor} />
  const filter = await readSearch(searchParams)
  return (
    <Hydrated reads={[preloadList(auditQuery(filter), () => firstPage(actor, filter, list))]}>
      <AuditView />
    </Hydrated>
  )
}
