import type { Metadata } from "next"
import { listRoute } from "@/components/layout/list-route"
import { promotionList } from "@/components/ledger/promotions/promotions-query"
import { listLanes } from "@/lib/ledger/deployments/list-lanes"
import { readPromotionOrder } from "@/lib/ledger/environments/read-environments"
import { listPromotions } from "@/lib/ledger/promotions/list-promotions"
import { promotionsQuerySchema } from "@/lib/ledger/promotions/schema"
import { PromotionsView } from "./promotions-view"

export const metadata: Metadata = { title: "Promotions" }

export default listRoute({
  ...promotionList,
  list: { schema: promotionsQuerySchema, handler: listPromotions },
  view: async (actor) => {
    const [lanes, stages] = await Promise.all([listLanes(actor), readPromotionOrder(actor)])
    return (
      <PromotionsView
        applications={[...new Set(lanes.map((lane) => lane.application))].sort()}
        stages={stages.map(({ name }) => name)}
        lanes={lanes}
      />
    )
  },
})
