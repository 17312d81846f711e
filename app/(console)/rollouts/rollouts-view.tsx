"use client"

import { Plus } from "lucide-react"
import { Fragment } from "react"
import { progressLabel, progressParts, targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { rolloutList } from "@/components/fleet/rollouts/rollout-queries"
import { CountsBar, rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { ListPage, useList } from "@/components/layout/list-page"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { ButtonLink } from "@/components/ui/button"
import { statusColumn, timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { Duration, secondsBetween } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { PageLink } from "@/components/ui/page-link"
import { statusOptions } from "@/components/ui/status"
import type { Rollout } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"
import { pages } from "@/lib/platform/paths"

export function RolloutsView({ canChange }: { canChange: boolean }) {
  const list = useList(rolloutList)
  useReadAfterChange("rollout", ["rollouts"])
  return (
    <ListPage
      title="Rollouts"
      actions={canChange && <NewRollout />}
      tableId="rollouts"
      label="Rollouts, newest first"
      columns={rolloutColumns}
      {...list}
      rowKey={(row) => row.id}
      rowHref={(row) => pages.rollout(row.id)}
      filters={[
        { kind: "choice", name: "state", label: "State", options: statusOptions(rolloutStateStyles) },
        { kind: "detail", linked: true, name: "chartName", label: "Chart" },
      ]}
    >
      <EmptyState title="No rollouts yet" actions={canChange && <NewRollout />}>
        A rollout upgrades one chart across tenants, in waves: a few first, the rest once those are healthy.
        It previews every release, pauses when too many upgrades fail, and can be rolled back as a whole.
      </EmptyState>
    </ListPage>
  )
}

function NewRollout() {
  return (
    <ButtonLink href={pages.newRollout()} variant="primary" icon={<Plus size={14} />}>
      New rollout
    </ButtonLink>
  )
}

export const rolloutColumns: readonly Column<Rollout>[] = [
  {
    id: "rollout",
    label: "Rollout",
    width: 260,
    required: true,
    cell: (row) => (
      <>
        <span className="font-medium">{row.chartName}</span> <span aria-hidden="true">→</span>
        <span className="sr-only">to</span>{" "}
        <span className="font-mono text-xs">{targetLabel(row.targetVersion)}</span>
      </>
    ),
    value: (row) => `${row.chartName} ${targetLabel(row.targetVersion)}`,
  },
  statusColumn(({ state }) => state, rolloutStateStyles, {
    id: "state",
    label: "State",
    plain: true,
    width: 130,
  }),
  {
    id: "progress",
    label: "Progress",
    plain: true,
    cell: (row) => (
      <span className="flex items-center gap-3">
        <CountsBar counts={row.counts} className="w-28 shrink-0" />
        <span className="truncate text-xs text-muted" title={row.stateReason ?? undefined}>
          <Progress rollout={row} />
        </span>
      </span>
    ),
    value: (row) => progressLabel(row.counts),
  },
  { id: "waves", label: "Waves", width: 110, value: (row) => row.waves.length, cell: waveLabel },
  {
    id: "by",
    label: "By",
    width: 140,
    value: (row) => row.requestedBy,
    cell: (row) => <span title={row.description ?? undefined}>{row.requestedBy}</span>,
  },
  timeColumn(({ createdAt }) => createdAt, { id: "started", label: "Started" }),
  {
    id: "took",
    label: "Duration",
    width: 100,
    align: "end",
    value: secondsOf,
    cell: (row) => <Duration seconds={secondsOf(row)} className="text-muted" />,
  },
]

function Progress({ rollout: { id, counts } }: { rollout: Rollout }) {
  return progressParts(counts).map(({ label, state }, index) => (
    <Fragment key={label}>
      {index > 0 && ", "}
      {state === null ? (
        label
      ) : (
        <PageLink
          href={pages.rollout(id, { show: state })}
          className="relative z-1 rounded-sm hover:text-accent"
        >
          {label}
        </PageLink>
      )}
    </Fragment>
  ))
}

/** `2 of 3`: the current wave; for a finished rollout the number of waves. */
function waveLabel({ waves, finishedAt }: Rollout): string {
  const at = waves.findIndex(({ state }) => state !== "DONE")
  return finishedAt !== null || at < 0 ? formatCount(waves.length) : `${at + 1} of ${waves.length}`
}

/** Null while it runs. */
function secondsOf({ createdAt, finishedAt }: Rollout): number | null {
  return finishedAt === null ? null : secondsBetween(createdAt, finishedAt)
}
