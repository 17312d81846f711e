import type { Metadata } from "next"
import { eventSourcesQuery } from "@/components/admin/event-sources/event-sources-query"
import { Forbidden } from "@/components/layout/forbidden"
import { hasScope } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { readEnvironmentNames } from "@/lib/ledger/environments/read-environments"
import { listEventSources } from "@/lib/ledger/event-sources/list-event-sources"
import { configuredUrl } from "@/lib/platform/env"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { EventSourcesView } from "./event-sources-view"

export const metadata: Metadata = { title: "Event sources" }

export default async function EventSourcesPage() {
  const { actor } = await requirePageUser()
  if (!hasScope(actor, "admin")) return <Forbidden title="Event sources" actor={actor} />
  return (
    <Hydrated reads={[preload(eventSourcesQuery, () => listEventSources(actor))]}>
      <EventSourcesView environments={await readEnvironmentNames(actor)} url={configuredUrl()} />
    </Hydrated>
  )
}
