"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Download } from "lucide-react"
import { parseAsString, useQueryStates } from "nuqs"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { promotionColumns, usedStages } from "@/components/ledger/promotions/promotion-columns"
import { promotionsQuery } from "@/components/ledger/promotions/promotions-query"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { QueryTable } from "@/components/ui/data-table"
import { downloadCsv } from "@/components/ui/download"
import { EmptyState } from "@/components/ui/empty-state"
import { Picker } from "@/components/ui/picker"
import { columnCsv } from "@/components/ui/save-csv"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { dayMs } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const ranges = [
  { value: "", label: "all time" },
  { value: "7", label: "last 7 days" },
  { value: "30", label: "last 30 days" },
  { value: "90", label: "last 90 days" },
  { value: "365", label: "last year" },
]

const ledger = ["deployment"] as const

type PromotionsViewProps = { applications: string[]; stages: string[]; lanes: LaneName[] }

/** How each image tag moved through the promotion order, newest first. */
export function PromotionsView({ applications, stages, lanes }: PromotionsViewProps) {
  const [chosen, choose] = useQueryStates({
    application: parseAsString,
    from: parseAsString,
    to: parseAsString,
  })
  const query = useInfiniteQuery({ ...promotionsQuery(chosen), placeholderData: keepPreviousData })
  useReadAfterChange(ledger, queryKeys.promotions)

  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const columns = promotionColumns(usedStages(stages, lanes, chosen.application), chosen.application === null)

  return (
    <>
      <PageHeader
        title="Promotions"
        pickers={
          <>
            <Combobox
              label="Application"
              value={chosen.application ?? ""}
              onValueChange={(application) => void choose({ application: application || null })}
              options={applications.map((name) => ({ value: name, label: name }))}
              none="All applications"
            />
            <Picker
              label="First seen"
              value={rangeOf(chosen.from)}
              onValueChange={(days) => void choose({ from: startOfRange(days), to: null })}
              options={ranges}
            />
          </>
        }
        actions={
          <Button
            icon={<Download size={14} />}
            disabled={rows.length === 0}
            onClick={() => downloadCsv("promotions", columnCsv(columns, rows))}
          >
            CSV
          </Button>
        }
      />
      <PageBody fill>
        <QueryTable
          label="Promotion paths"
          columns={columns}
          rowKey={(row) => `${row.application} ${row.imageTag}`}
          rowHref={(row) => pages.history({ application: row.application, imageTag: row.imageTag })}
          query={query}
          failure="Could not load promotion paths"
          className="shrink"
        >
          {
            <EmptyState title="No promotions yet">
              Record the same image tag in one environment after another to see its path here.
            </EmptyState>
          }
        </QueryTable>
      </PageBody>
    </>
  )
}

function startOfRange(days: string): string | null {
  if (days === "") return null
  // Rounded to the day, so that the same choice has the same URL and cache entry all day.
  const start = new Date(Date.now() - Number(days) * dayMs)
  return `${start.toISOString().slice(0, 10)}T00:00:00Z`
}

function rangeOf(from: string | null): string {
  if (from === null) return ""
  const days = (Date.now() - Date.parse(from)) / dayMs
  return ranges.find(({ value }) => value !== "" && Math.abs(days - Number(value)) <= 1)?.value ?? "custom"
}
