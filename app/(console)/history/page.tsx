import type { Metadata } from "next"
import { z } from "zod"
import { listRoute } from "@/components/layout/list-route"
import { viewerRights } from "@/components/layout/viewer-rights"
import { historyList } from "@/components/ledger/deployments/history-query"
import {
  deploymentFilters,
  historyOrder,
  historySort,
  includeAnnulled,
} from "@/lib/ledger/deployments/filters"
import { listDeployments } from "@/lib/ledger/deployments/list-deployments"
import { listFilterNames } from "@/lib/ledger/deployments/list-lanes"
import { pageQuery } from "@/lib/platform/page"
import { HistoryView } from "./history-view"

export const metadata: Metadata = { title: "History" }

const schema = z.strictObject({
  ...deploymentFilters,
  includeAnnulled,
  order: historyOrder,
  sort: historySort,
  ...pageQuery,
})

export default listRoute({
  ...historyList,
  list: { schema, handler: listDeployments },
  view: async (actor) => <HistoryView {...(await listFilterNames(actor))} rights={viewerRights(actor)} />,
})
