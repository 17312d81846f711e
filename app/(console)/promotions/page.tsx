import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { promotionParsers, promotionsQuery } from "@/components/ledger/promotions/promotions-query"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listLanes } from "@/lib/ledger/deployments/list-lanes"
import { readPromotionOrder } from "@/lib/ledger/environments/read-environments"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { promotionsQuerySchema } from "@/lib/ledger/promotions/schema"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate, preloadList } from "@/lib/web/client/hydrated"
import { PromotionsView } from "./promotions-view"

export const metadata: Metadata = { title: "Promotions" }

const paths = { schema: promotionsQuerySchema, verb: listPromotions, path: api.promotions }
const readSearch = createLoader(promotionParsers)

export default async function PromotionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)

  const [lanes, stages, state] = await Promise.all([
    listLanes(actor),
    readPromotionOrder(actor),
    hydrate([preloadList(promotionsQuery(filter), () => firstPage(actor, filter, paths))]),
  ])
  return (
    <HydrationBoundary state={state}>
      <PromotionsView
        applications={[...new Set(lanes.map((lane) => lane.application))].sort()}
        stages={stages.map(({ name }) => name)}
        lanes={lanes}
      />
    </HydrationBoundary>
  )
}
