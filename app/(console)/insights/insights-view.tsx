"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { Download, Image, Printer } from "lucide-react"
import dynamic from "next/dynamic"
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs"
import { RejectedRequests } from "@/components/admin/requests/rejected-requests"
import { AsOfPicker, useAsOfFilter } from "@/components/layout/as-of-picker"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { useViewerZone } from "@/components/layout/use-viewer-zone"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { annulledFilter } from "@/components/ledger/deployments/annulled-switch"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { AnnotationList } from "@/components/ledger/insights/annotation-list"
import { comparedWith, formatWindow, scopeLabel, type Window } from "@/components/ledger/insights/comparison"
import { numberedAnnotations } from "@/components/ledger/insights/graph-points"
import { InsightGraphs } from "@/components/ledger/insights/insight-graphs"
import {
  ComparisonPickers,
  GroupingPickers,
  QuestionPickers,
  summaryOf,
} from "@/components/ledger/insights/insight-pickers"
import { hasNoFigures, InsightTiles, MetricDefinitions } from "@/components/ledger/insights/insight-tiles"
import {
  type Choices,
  insightParsers,
  insightsQuery,
  resolveInsightsQuery,
} from "@/components/ledger/insights/insights-query"
import { RowsDrawer } from "@/components/ledger/insights/rows-drawer"
import { tilesOf } from "@/components/ledger/insights/tiles"
import { Button, ButtonLink } from "@/components/ui/button"
import { arrows, changeOf } from "@/components/ui/delta"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { FilterFold } from "@/components/ui/filter-fold"
import { CardsSkeleton, GraphSkeleton, TableSkeleton } from "@/components/ui/skeletons"
import { showErrorToast } from "@/components/ui/toast"
import { weekOf } from "@/lib/ledger/insights/iso-week"
import { type Metric, metrics, rowParts } from "@/lib/ledger/insights/metric-names"
import type { Insights } from "@/lib/ledger/insights/schema"
import { formatExact, formatIsoDay } from "@/lib/platform/format"
import { dayMs } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const ApplicationTable = dynamic(() => import("@/components/ledger/insights/application-table"), {
  loading: () => <TableSkeleton rows={16} />,
})

const rowParsers = {
  rows: parseAsStringLiteral(metrics),
  part: parseAsStringLiteral(rowParts).withDefault("counted"),
  start: parseAsString,
}

/** The figures cover the whole window; they are too expensive to recompute on every record of a busy pipeline. */
const numbersPauseMs = 2_000

interface InsightsViewProps {
  choices: Choices
  serverZone: string
  renderedAt: string
  rights: ViewerRights
}

export function InsightsView({ choices, serverZone, renderedAt, rights }: InsightsViewProps) {
  const viewerZone = useViewerZone(serverZone)
  const [filter, choose] = useQueryStates(insightParsers, { history: "push" })
  const asOf = useAsOfFilter()
  const [{ rows, part, start }, chooseRows] = useQueryStates(rowParsers)
  const question = resolveInsightsQuery(filter, choices, viewerZone, new Date(renderedAt))
  const isTable = filter.view === "applications"
  const query = useQuery({
    ...insightsQuery(question),
    enabled: !isTable,
    placeholderData: keepPreviousData,
  })
  useReadAfterChange("deployment", queryKeys.insights, numbersPauseMs)

  function showRows(metric: Metric, bucketStart: string | null = null) {
    void chooseRows({ rows: metric, part: "counted", start: bucketStart })
  }

  const insights = query.data
  const lastWeek = Date.parse(renderedAt) - 7 * dayMs
  const groupings = (compared: Window | null) => (
    <GroupingPickers {...{ question, viewerZone, isTable, choose }}>
      <ComparisonPickers {...{ question, choices, isTable, compared, choose }} />
    </GroupingPickers>
  )
  const pickers = (compared: Window | null) => (
    <div className="flex flex-wrap items-center gap-2 max-md:hidden print:hidden">{groupings(compared)}</div>
  )
  const empty =
    choices.applications.length === 0 && question.application === "" ? (
      <EmptyState title="No deployments yet" actions={<HowToRecord />}>
        The figures appear with the first deployment that a pipeline posts.
        {rights.admin && <RejectedRequests application={null} />}
      </EmptyState>
    ) : (
      <EmptyState title="No deployments in this period">
        Choose a longer period, or another {isTable ? "" : "application or "}environment.
        {rights.admin && <RejectedRequests application={isTable ? null : question.application || null} />}
      </EmptyState>
    )
  return (
    <>
      <PageHeader
        title="Insights"
        pickers={
          <FilterFold
            active={[
              ...annulledFilter(question.includeAnnulled, choose),
              ...(question.range === "custom" ? [] : asOf),
            ]}
            summary={summaryOf(question, isTable)}
            phone={() => groupings(insights ? comparedWith(insights) : null)}
          >
            <QuestionPickers {...{ question, choices, isTable, choose }} />
            {question.range !== "custom" && <AsOfPicker />}
          </FilterFold>
        }
      />
      <PageBody>
        {!isTable && pickers(insights ? comparedWith(insights) : null)}
        {isTable ? (
          <ApplicationTable question={question} pickers={pickers} empty={empty} />
        ) : insights === undefined ? (
          query.isError ? (
            <ErrorState title="Could not load insights" read={query} />
          ) : (
            <InsightsSkeleton />
          )
        ) : (
          <>
            <p className="hidden text-sm print:block">
              <strong>{scopeLabel(insights)}</strong>, figures of{" "}
              {formatExact(query.dataUpdatedAt, insights.timeZone)}
            </p>
            <InsightTiles
              insights={insights}
              onRows={showRows}
              actions={
                <>
                  <ButtonLink
                    size="sm"
                    href={pages.digest(weekOf(formatIsoDay(lastWeek, question.timeZone)))}
                  >
                    Weekly digest
                  </ButtonLink>
                  <ReportButtons insights={insights} />
                </>
              }
            />
            {insights.totals.reached + insights.totals.failed + insights.totals.pending === 0 ? (
              empty
            ) : (
              <InsightGraphs insights={insights} onRows={showRows} />
            )}
            <AnnotationList {...{ insights, choices }} canAnnotate={rights.record} />
            <MetricDefinitions insights={insights} />
          </>
        )}
      </PageBody>
      <RowsDrawer
        question={question}
        rows={rows === null ? null : { metric: rows, part, bucketStart: start }}
        insights={insights}
        onPart={(next) => void chooseRows({ part: next })}
        onClose={() => void chooseRows({ rows: null, part: null, start: null })}
      />
    </>
  )
}

function InsightsSkeleton() {
  return (
    <>
      <CardsSkeleton cards={8} lines={2} className="grid-cols-2 md:grid-cols-4" />
      <div className="h-80 rounded-md border border-line bg-surface p-4">
        <GraphSkeleton />
      </div>
    </>
  )
}

function ReportButtons({ insights }: { insights: Insights }) {
  const name = ["insights", insights.application, insights.environment, insights.from.slice(0, 10)]
    .filter((part) => part !== null)
    .join("-")
    .replaceAll("/", "-")

  async function saveCsv() {
    const [{ reportCsv }, { downloadCsv }] = await Promise.all([
      import("@/components/ledger/insights/report-csv"),
      import("@/components/ui/download"),
    ])
    downloadCsv(name, reportCsv(insights))
  }

  async function savePng() {
    const { exportPng } = await import("@/components/graphs/export-png")
    const drawings = [...document.querySelectorAll<HTMLElement>("[data-drawing]")].flatMap((drawing) => {
      const svg = drawing.querySelector("svg")
      return svg === null ? [] : [{ title: drawing.dataset.drawing ?? "", svg }]
    })
    await exportPng(drawings, name, reportLines(insights))
  }

  const run = (save: () => Promise<void>) => () => {
    save().catch((error: Error) => showErrorToast(error.message))
  }
  return (
    <fieldset aria-label="Export" disabled={hasNoFigures(insights)} className="flex gap-2">
      <Button size="sm" icon={<Download size={14} />} title="All figures" onClick={run(saveCsv)}>
        CSV
      </Button>
      <Button
        size="sm"
        icon={<Image size={14} />}
        title="The figures and graphs as an image"
        onClick={run(savePng)}
      >
        PNG
      </Button>
      <Button
        size="sm"
        icon={<Printer size={14} />}
        title="Print, or save as PDF"
        onClick={() => window.print()}
      >
        Print
      </Button>
    </fieldset>
  )
}

function reportLines(insights: Insights): string[] {
  const { label } = comparedWith(insights)
  const days = `${formatWindow(insights, insights.timeZone)} (${insights.timeZone})`
  const tiles = tilesOf(insights).map((tile) => {
    const { value, previous, measure } = tile
    const change = value === null || previous === null ? null : changeOf(value, previous, measure, "against")
    const words = change && `${arrows[change.direction]} ${change.size}`
    return [`${tile.label}: ${tile.words}`, words, tile.n, tile.band].filter(Boolean).join(" · ")
  })
  return [
    `${scopeLabel(insights)}, ${days}, compared with ${label}`,
    ...tiles,
    ...numberedAnnotations(insights).map((one) => `${one.number} ${one.label}`),
  ]
}
