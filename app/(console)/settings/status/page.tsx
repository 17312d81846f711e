import type { Metadata } from "next"
import { statusQuery } from "@/components/admin/status/status-query"
import { Forbidden } from "@/components/layout/forbidden"
import { getStatus } from "@/lib/console/health/get-status"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { StatusView } from "./status-view"

export const metadata: Metadata = { title: "Status" }

export default async function StatusPage() {
  const { actor } = await requirePageUser()
  if (!hasScope(actor, "admin")) return <Forbidden title="Status" actor={actor} />
  return (
    <Hydrated reads={[preload(statusQuery, () => getStatus(actor))]}>
      <StatusView />
    </Hydrated>
  )
}
