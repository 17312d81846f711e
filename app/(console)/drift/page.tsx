import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, parseAsIsoDateTime, type SearchParams } from "nuqs/server"
import { driftQuery, stateQuery } from "@/components/drift/drift-query"
import { hydrate } from "@/lib/api/hydrate"
import { requirePageUser } from "@/lib/auth/page-actor"
import { getDrift } from "@/lib/drift/get-drift"
import { listState } from "@/lib/state/list-state"
import { DriftView } from "./drift-view"

export const metadata: Metadata = { title: "Drift" }

const readSearch = createLoader({ at: parseAsIsoDateTime })

export default async function DriftPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const { at } = await readSearch(searchParams)
  const instant = at?.toISOString() ?? null
  const query = { at: at ?? undefined }
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...driftQuery(instant), queryFn: () => getDrift(actor, query) }),
    client.prefetchQuery({ ...stateQuery(instant), queryFn: () => listState(actor, query) }),
  ])
  return (
    <HydrationBoundary state={state}>
      <DriftView />
    </HydrationBoundary>
  )
}
