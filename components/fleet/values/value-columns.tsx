import { defaultLabel, ValueText, valueLabel } from "@/components/fleet/values/value-text"
import { Badge } from "@/components/ui/badge"
import type { Column } from "@/components/ui/columns"
import { NameText } from "@/components/ui/version-text"
import type { ReleaseValue } from "@/lib/fleet/values/schema"

export const valueColumns: readonly Column<ReleaseValue>[] = [
  {
    id: "tenant",
    label: "Tenant",
    required: true,
    width: 170,
    value: (row) => row.tenantSlug,
    cell: (row) => <NameText value={row.tenantName} />,
  },
  {
    id: "release",
    label: "Release",
    width: 190,
    value: (row) => row.releaseName,
    cell: (row) => <NameText value={row.releaseName} />,
  },
  {
    id: "chart",
    label: "Chart",
    width: 220,
    cell: (row) => (
      <>
        {row.chartName} <span className="font-mono text-xs text-muted">{row.chartVersion}</span>
      </>
    ),
    value: (row) => `${row.repository}/${row.chartName} ${row.chartVersion}`,
  },
  { id: "value", label: "Value", value: valueLabel, cell: (row) => <ValueText shown={row} /> },
  {
    id: "default",
    label: "Default",
    width: 170,
    value: defaultLabel,
    cell: (row) => (
      <span title={defaultLabel(row)} className="truncate font-mono text-xs text-muted">
        {defaultLabel(row)}
      </span>
    ),
  },
  {
    id: "differs",
    label: "Differs",
    width: 110,
    cell: (row) =>
      row.differs === null ? (
        <span className="text-muted">unknown</span>
      ) : row.differs ? (
        <Badge tone="pending">differs</Badge>
      ) : (
        <span className="text-muted">no</span>
      ),
    value: (row) => row.differs,
  },
  { id: "cluster", label: "Cluster", width: 140, hidden: true, value: (row) => row.cluster },
]
