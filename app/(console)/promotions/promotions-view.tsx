"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { ListPage } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { promotionColumns, usedStages } from "@/components/ledger/promotions/promotion-columns"
import { promotionParsers, promotionsQuery } from "@/components/ledger/promotions/promotions-query"
import { EmptyState } from "@/components/ui/empty-state"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

type PromotionsViewProps = { applications: string[]; stages: string[]; lanes: LaneName[] }

/** How each image tag moved through the promotion order, newest first. */
export function PromotionsView({ applications, stages, lanes }: PromotionsViewProps) {
  const [filter, setFilter] = useQueryStates(promotionParsers)
  const query = useInfiniteQuery({ ...promotionsQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange("deployment", queryKeys.promotions)
  return (
    <ListPage
      title="Promotions"
      tableId="promotions"
      label="Promotion paths"
      noun="promotions"
      columns={promotionColumns(usedStages(stages, lanes, filter.application), filter.application === null)}
      pinned
      query={query}
      rowKey={(row) => `${row.application} ${row.imageTag}`}
      rowHref={(row) => pages.history({ application: row.application, imageTag: row.imageTag })}
      values={filter}
      onFilter={(change) => void setFilter(change)}
      filters={[
        { kind: "name", name: "application", label: "Application", options: applications },
        { kind: "period" },
        { kind: "detail", linked: true, name: "imageTag", label: "Tag" },
      ]}
      noMatches="Record the same image tag in one environment after another to see its path, or remove a filter."
    >
      <EmptyState title="No promotions yet" actions={<HowToRecord />}>
        Record the same image tag in one environment after another to see its path here.
      </EmptyState>
    </ListPage>
  )
}
