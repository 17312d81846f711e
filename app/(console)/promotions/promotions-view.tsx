"use client"

import clsx from "clsx"
import { MoveRight, SkipForward, TriangleAlert } from "lucide-react"
import { MarkedTag } from "@/components/admin/quarantine/quarantine-mark"
import { ListPage, useList } from "@/components/layout/list-page"
import { nameColumn } from "@/components/layout/name-column"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { groupColumns, maxOverview } from "@/components/ledger/drift/matrix-groups"
import { promotionList } from "@/components/ledger/promotions/promotions-query"
import type { Column } from "@/components/ui/columns"
import { Duration } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { PageLink } from "@/components/ui/page-link"
import { Time } from "@/components/ui/time"
import { NameText } from "@/components/ui/version-text"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { Promotion } from "@/lib/ledger/promotions/schema"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

type PromotionsViewProps = { applications: string[]; stages: string[]; lanes: LaneName[] }

export function PromotionsView({ applications, stages, lanes }: PromotionsViewProps) {
  const list = useList(promotionList)
  const { application } = list.values
  useReadAfterChange("deployment", queryKeys.promotions)
  return (
    <ListPage
      title="Promotions"
      tableId="promotions"
      label="Promotion paths"
      columns={promotionColumns(usedStages(stages, lanes, application), application === null)}
      pinned
      {...list}
      rowKey={(row) => `${row.application} ${row.imageTag}`}
      rowHref={(row) => pages.history({ application: row.application, imageTag: row.imageTag })}
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

/**
 * The stages in which the application (null: any application) was ever deployed, in promotion order. Determined by all
 * lanes rather than by the loaded rows, so that columns do not appear while the user scrolls.
 */
function usedStages(
  stages: readonly string[],
  lanes: readonly LaneName[],
  application: string | null,
): string[] {
  const used = lanes.filter((lane) => application === null || lane.application === application)
  return stages.filter((stage) => used.some(({ environment }) => environment === stage))
}

function promotionColumns(environments: readonly string[], manyApplications: boolean): Column<Promotion>[] {
  // The environments of a stage share a column if there are many; an application is deployed to few.
  const stages = groupColumns(environments, () => environments.length <= maxOverview.columns)
  return [
    {
      id: "imageTag",
      label: "Image tag",
      width: manyApplications ? 176 : 200,
      required: true,
      cell: (row) => <MarkedTag version={row} />,
      value: (row) => row.imageTag,
    },
    nameColumn(({ application }) => application, {
      id: "application",
      label: "Application",
      plain: true,
      width: 150,
      hidden: !manyApplications,
    }),
    ...stages.map(
      ({ name, environments: members }): Column<Promotion> => ({
        id: `environment ${name}`,
        label: members.length > 1 ? `${name} · ${members.length}` : name,
        heading: <StageName name={name} size={members.length} />,
        minWidth: 102,
        cell: (row) => <StageCell promotion={row} environments={members} />,
        value: (row) => stepsIn(row, members)[0]?.deployedAt ?? null,
      }),
    ),
    {
      id: "notes",
      label: "Path",
      plain: true,
      width: 116,
      cell: ({ outOfOrder }) =>
        outOfOrder && (
          <span className="inline-flex items-center gap-1 text-xs text-pending">
            <TriangleAlert size={12} />
            out of order
          </span>
        ),
      value: (row) =>
        [...(row.outOfOrder ? ["out of order"] : []), ...row.skipped.map((name) => `skipped ${name}`)].join(
          ", ",
        ),
    },
  ]
}

/** In a narrow column the number of environments stays in sight. */
function StageName({ name, size }: { name: string; size: number }) {
  return (
    <span className="flex">
      <NameText value={name} />
      {size > 1 && <span className="shrink-0 whitespace-pre">{` · ${size}`}</span>}
    </span>
  )
}

type StageCellProps = { promotion: Promotion; environments: readonly string[] }

function stepsIn({ steps }: Promotion, environments: readonly string[]) {
  return steps.filter(({ environment }) => environments.includes(environment))
}

/** Several environments share the link to the history of their tag. */
function StageCell({ promotion, environments }: StageCellProps) {
  const { application, imageTag } = promotion
  const steps = stepsIn(promotion, environments)
  const [step] = steps.toSorted((a, b) => Date.parse(a.deployedAt) - Date.parse(b.deployedAt))
  if (step === undefined) {
    // Empty, so that a phone lists only the stages that it reached.
    if (!environments.some((environment) => promotion.skipped.includes(environment))) return null
    return (
      <span className="inline-flex items-center gap-1 text-xs text-pending">
        <SkipForward size={12} />
        skipped
      </span>
    )
  }
  const live = steps.filter(({ environment }) => promotion.live.includes(environment)).length
  const isOne = steps.length === 1
  return (
    <PageLink
      href={isOne ? pages.deployment(step.deploymentId) : pages.history({ application, imageTag })}
      title={steps.map(({ environment }) => environment).join(", ")}
      className={clsx(
        // In a narrow column the time is above the rest, and the frame is in the margins.
        "touch-area relative z-1 my-1 inline-flex max-w-full sm:-mr-2.5 sm:-ml-1.5 sm:max-w-[calc(100%+1rem)] flex-wrap items-center gap-x-2 rounded-md border px-1 py-0.5 align-middle text-2xs hover:border-accent",
        live > 0 ? "border-deployed bg-deployed/10 font-medium" : "border-line bg-raised",
      )}
    >
      {/* As wide as "10 s ago" from the start, so that no row grows when its time does. */}
      <Time at={step.deployedAt} className="relative z-1 min-w-12 whitespace-nowrap" />
      {!isOne && <span className="text-muted">in {steps.length}</span>}
      {isOne && step.waitedSeconds !== null && (
        <span className="inline-flex items-center gap-1 text-muted">
          <MoveRight size={11} />
          <span className="sr-only">after waiting</span>
          <Duration seconds={step.waitedSeconds} />
        </span>
      )}
      {live > 0 && <span className="text-deployed">{isOne ? "live" : `${live} live`}</span>}
    </PageLink>
  )
}
