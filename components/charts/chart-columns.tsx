import { Badge } from "@/components/ui/badge"
import type { Column } from "@/components/ui/data-table-columns"
import type { Chart } from "@/lib/charts/schema"
import { formatCount } from "@/lib/format"

export const chartColumns: readonly Column<Chart>[] = [
  {
    id: "name",
    label: "Chart",
    width: 260,
    required: true,
    cell: ({ name, deprecated }) => (
      <span className="inline-flex min-w-0 items-center gap-2">
        <span className="truncate font-medium" title={name}>
          {name}
        </span>
        {deprecated && <Badge tone="pending">Deprecated</Badge>}
      </span>
    ),
    csv: ({ name }) => name,
  },
  {
    id: "repository",
    label: "Repository",
    width: 140,
    cell: ({ repository }) => repository,
    csv: ({ repository }) => repository,
  },
  {
    id: "latestVersion",
    label: "Newest",
    width: 130,
    cell: ({ latestVersion }) => <span className="font-mono text-xs">{latestVersion}</span>,
    csv: ({ latestVersion }) => latestVersion,
  },
  {
    id: "latestAppVersion",
    label: "Runs",
    width: 120,
    cell: ({ latestAppVersion }) => (
      <span className="font-mono text-xs text-muted">{latestAppVersion ?? "–"}</span>
    ),
    csv: ({ latestAppVersion }) => latestAppVersion,
  },
  {
    id: "versions",
    label: "Versions",
    width: 90,
    align: "end",
    cell: ({ versions }) => <span className="tabular-nums">{formatCount(versions)}</span>,
    csv: ({ versions }) => versions,
  },
  {
    id: "description",
    label: "What it is",
    cell: ({ description }) => (
      <span className="text-muted" title={description ?? undefined}>
        {description ?? "–"}
      </span>
    ),
    csv: ({ description }) => description,
  },
]
