import { StatusLabel } from "@/components/ledger/deployments/status-badge"
import type { Column } from "@/components/ui/columns"
import { Time } from "@/components/ui/time"
import type { InsightRow } from "@/lib/ledger/insights/schema"
import { formatDuration } from "@/lib/platform/format"

type Reason = NonNullable<InsightRow["reason"]>

const reasonLabels: Record<Reason, string> = {
  pending: "still pending",
  failed: "never reached the environment",
  rollback: "is itself a rollback",
  unknown: "unknown time",
  closedLate: "closed more than a day later",
  negative: "commit dated after the deployment",
  skipped: "skipped the stage below",
  outOfOrder: "arrived before the stage below",
  open: "not recovered yet",
}

export const rowColumns: readonly Column<InsightRow>[] = [
  {
    id: "imageTag",
    label: "Image tag",
    width: 160,
    required: true,
    cell: (row) => (
      <span className="block truncate font-mono text-xs" title={`${row.application} ${row.imageTag}`}>
        {row.imageTag}
      </span>
    ),
  },
  {
    id: "status",
    label: "Status",
    plain: true,
    width: 120,
    cell: (row) => <StatusLabel status={row.status} />,
  },
  {
    id: "deployedAt",
    label: "Deployed",
    plain: true,
    width: 110,
    cell: (row) => <Time at={row.deployedAt} />,
  },
  {
    id: "seconds",
    label: "Measured",
    cell: (row) => (
      <span className="text-muted">
        {row.reason === null ? formatDuration(row.seconds) : reasonLabels[row.reason]}
      </span>
    ),
  },
]
