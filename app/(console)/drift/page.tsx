import type { Metadata } from "next"
import { createLoader, parseAsIsoDateTime, type SearchParams } from "nuqs/server"
import { driftQuery, stateQuery } from "@/components/ledger/drift/drift-query"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { getDrift } from "@/lib/ledger/drift/get-drift"
import { listState } from "@/lib/ledger/state/list-state"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { DriftView } from "./drift-view"

export const metadata: Metadata = { title: "Drift" }

const readSearch = createLoader({ at: parseAsIsoDateTime })

export default async function DriftPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const { at } = await readSearch(searchParams)
  const instant = at?.toISOString() ?? null
  const query = { at: at ?? undefined }
  return (
    <Hydrated
      reads={[
        preload(driftQuery(instant), () => getDrift(actor, query)),
        preload(stateQuery(instant), () => listState(actor, query)),
      ]}
    >
      <DriftView />
    </Hydrated>
  )
}
