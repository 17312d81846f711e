import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { statusQuery } from "@/components/admin/status/status-query"
import { Forbidden } from "@/components/layout/forbidden"
import { getStatus } from "@/lib/console/health/get-status"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { hydrate } from "@/lib/web/client/hydrate"
import { StatusView } from "./status-view"

export const metadata: Metadata = { title: "Status" }

export default async function StatusPage() {
  const { actor } = await requirePageUser()
  if (!may(actor, "admin")) return <Forbidden title="Status" actor={actor} />
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...statusQuery, queryFn: () => getStatus(actor) }),
  ])
  return (
    <HydrationBoundary state={state}>
      <StatusView />
    </HydrationBoundary>
  )
}
