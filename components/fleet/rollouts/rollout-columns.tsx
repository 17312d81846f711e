import { progressLabel, targetLabel } from "@/components/fleet/rollouts/rollout-labels"
import { CountsBar, rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { type Column, timeWidth } from "@/components/ui/columns"
import { Duration, secondsBetween } from "@/components/ui/duration"
import { StatusLabel } from "@/components/ui/status"
import { Time } from "@/components/ui/time"
import type { Rollout } from "@/lib/fleet/rollouts/schema"
import { formatCount } from "@/lib/platform/format"

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
    csv: (row) => `${row.chartName} ${targetLabel(row.targetVersion)}`,
  },
  {
    id: "state",
    label: "State",
    plain: true,
    width: 130,
    cell: (row) => <StatusLabel style={rolloutStateStyles[row.state]} />,
    csv: (row) => row.state,
  },
  {
    id: "progress",
    label: "Progress",
    plain: true,
    cell: (row) => (
      <span className="flex items-center gap-3">
        <CountsBar counts={row.counts} className="w-28 shrink-0" />
        <span className="truncate text-xs text-muted" title={row.stateReason ?? undefined}>
          {progressLabel(row.counts)}
        </span>
      </span>
    ),
    csv: (row) => progressLabel(row.counts),
  },
  {
    id: "waves",
    label: "Waves",
    width: 110,
    cell: (row) => waveLabel(row),
    csv: (row) => row.waves.length,
  },
  {
    id: "by",
    label: "By",
    width: 140,
    cell: (row) => <span title={row.description ?? undefined}>{row.requestedBy}</span>,
    csv: (row) => row.requestedBy,
  },
  {
    id: "started",
    label: "Started",
    width: timeWidth,
    cell: (row) => <Time at={row.createdAt} />,
    csv: (row) => row.createdAt,
  },
  {
    id: "took",
    label: "Duration",
    width: 100,
    align: "end",
    cell: (row) => (
      <Duration
        seconds={row.finishedAt === null ? null : secondsBetween(row.createdAt, row.finishedAt)}
        className="text-muted"
      />
    ),
    csv: (row) => (row.finishedAt === null ? null : secondsBetween(row.createdAt, row.finishedAt)),
  },
]

/** `2 of 3`: the current wave; for a finished rollout the number of waves. */
function waveLabel({ waves, finishedAt }: Rollout): string {
  const at = waves.findIndex(({ state }) => state !== "DONE")
  return finishedAt !== null || at < 0 ? formatCount(waves.length) : `${at + 1} of ${waves.length}`
}
