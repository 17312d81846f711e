import { MarkedTag } from "@/components/admin/quarantine/quarantine-mark"
import { nameColumn } from "@/components/layout/name-column"
import { AnnulledBadge } from "@/components/ledger/deployments/deployment-notes"
import { StatusLabel } from "@/components/ledger/deployments/status-badge"
import { timeColumn } from "@/components/ui/column-kinds"
import type { Column } from "@/components/ui/columns"
import { Chip } from "@/components/ui/copy"
import { Duration } from "@/components/ui/duration"
import { VersionText } from "@/components/ui/version-text"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { shortCommit } from "@/lib/platform/format"

export const historyColumns: readonly Column<Deployment>[] = [
  {
    id: "imageTag",
    label: "Image tag",
    required: true,
    sortable: true,
    width: 168,
    cell: (row) => <MarkedTag version={row} />,
  },
  nameColumn(({ application }) => application, {
    id: "application",
    label: "Application",
    plain: true,
    width: 144,
    sortable: true,
  }),
  nameColumn(({ environment }) => environment, {
    id: "environment",
    label: "Environment",
    plain: true,
    width: 116,
    sortable: true,
  }),
  {
    id: "status",
    label: "Status",
    plain: true,
    sortable: true,
    width: 126,
    fits: true,
    cell: (row) =>
      row.annulledAt === null ? <StatusLabel status={row.status} /> : <AnnulledBadge deployment={row} />,
  },
  timeColumn(({ deployedAt }) => deployedAt, {
    id: "deployedAt",
    label: "Deployed",
    plain: true,
    sortable: true,
  }),
  {
    id: "duration",
    label: "Duration",
    sortable: true,
    width: 92,
    align: "end",
    cell: (row) => <Duration seconds={row.durationSeconds} />,
  },
  {
    id: "gitCommit",
    label: "Commit",
    width: 92,
    fits: true,
    cell: (row) =>
      row.gitCommit && (
        <Chip value={row.gitCommit} label="commit">
          {shortCommit(row.gitCommit)}
        </Chip>
      ),
  },
  {
    id: "gitBranch",
    label: "Branch",
    sortable: true,
    width: 106,
    cell: (row) => row.gitBranch && <VersionText value={row.gitBranch} className="text-xs" />,
  },
  { id: "initiatedBy", label: "Deployed by", sortable: true, value: (row) => row.initiatedBy },
  timeColumn(({ rolledBackAt }) => rolledBackAt, { id: "rolledBackAt", label: "Rolled back", hidden: true }),
  { id: "rolledBackBy", label: "Rolled back by", width: 150, hidden: true, value: (row) => row.rolledBackBy },
  {
    id: "rollbackReason",
    label: "Rollback reason",
    width: 260,
    hidden: true,
    cell: (row) => <span title={row.rollbackReason ?? undefined}>{row.rollbackReason}</span>,
  },
  {
    id: "previousImageTag",
    label: "Replaced",
    width: 200,
    hidden: true,
    cell: (row) =>
      row.previousImageTag && <VersionText value={row.previousImageTag} className="text-xs text-muted" />,
  },
  {
    id: "isRollback",
    label: "Rollback",
    width: 100,
    hidden: true,
    value: (row) => (row.isRollback ? "yes" : ""),
  },
  {
    id: "helmChartVersion",
    label: "Chart version",
    width: 130,
    hidden: true,
    value: (row) => row.helmChartVersion,
  },
  { id: "acrRegistry", label: "Registry", width: 180, hidden: true, value: (row) => row.acrRegistry },
  { id: "notes", label: "Notes", width: 260, hidden: true, value: (row) => row.notes },
  { id: "recordedBy", label: "Recorded by", width: 150, hidden: true, value: (row) => row.recordedBy },
  { id: "externalId", label: "External ID", width: 180, hidden: true, value: (row) => row.externalId },
]
