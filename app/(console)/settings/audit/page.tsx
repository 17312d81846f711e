import type { Metadata } from "next"
import { Denied } from "@/components/layout/denied"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { AuditView } from "./audit-view"

export const metadata: Metadata = { title: "Audit" }

export default async function AuditPage() {
  const { actor } = await requirePageUser()
  return may(actor, "admin") ? <AuditView /> : <Denied title="Audit" />
}
