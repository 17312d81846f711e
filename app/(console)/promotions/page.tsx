import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, parseAsString, type SearchParams } from "nuqs/server"
import { promotionsQuery } from "@/components/promotions/promotions-query"
import { hydrate } from "@/lib/api/hydrate"
import { requirePageUser } from "@/lib/auth/page-actor"
import { listApplications } from "@/lib/deployments/list-applications"
import { readLadder } from "@/lib/environments/read-ladder"
import { api } from "@/lib/paths"
import { listPromotions } from "@/lib/promotions/list-promotions"
import { promotionsQuerySchema } from "@/lib/promotions/schema"
import { PromotionsView } from "./promotions-view"

export const metadata: Metadata = { title: "Promotions" }

const readSearch = createLoader({ application: parseAsString, from: parseAsString, to: parseAsString })

export default async function PromotionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)

  async function firstPage() {
    const given = Object.entries(filter).filter(([, value]) => value !== null)
    const { items, nextCursor } = await listPromotions(
      actor,
      promotionsQuerySchema.parse(Object.fromEntries(given)),
    )
    return { items, next: nextCursor === null ? null : api.promotions({ ...filter, cursor: nextCursor }) }
  }

  const [applications, ladder, state] = await Promise.all([
    listApplications(actor),
    readLadder(actor),
    hydrate((client) => [client.prefetchInfiniteQuery({ ...promotionsQuery(filter), queryFn: firstPage })]),
  ])
  return (
    <HydrationBoundary state={state}>
      <PromotionsView applications={applications} ladder={ladder.map(({ name }) => name)} />
    </HydrationBoundary>
  )
}
