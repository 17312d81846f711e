import { ArrowRight, Equal } from "lucide-react"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { type Comparison, compareEnvironments } from "@/components/ledger/drift/matrix-rows"
import type { Column } from "@/components/ui/columns"
import { Chip } from "@/components/ui/copy"
import { DataTable } from "@/components/ui/data-table"
import { Time } from "@/components/ui/time"
import { VersionChange, versionJump } from "@/components/ui/version-change"
import { NameText } from "@/components/ui/version-text"
import type { Drift, DriftCell } from "@/lib/ledger/drift/schema"
import { formatQuantity } from "@/lib/platform/format"

type CompareTableProps = { drift: Drift; left: string; right: string; onlyDrifted: boolean; text: string }

export default function CompareTable({ drift, left, right, onlyDrifted, text }: CompareTableProps) {
  const searchText = text.trim().toLowerCase()
  const comparisons = compareEnvironments(drift, left, right).filter((row) =>
    row.application.toLowerCase().includes(searchText),
  )
  const differing = comparisons.filter((row) => !row.same)
  const rows = onlyDrifted ? differing : [...differing, ...comparisons.filter((row) => row.same)]
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <p className="text-xs text-muted" role="status">
        {comparisons.length > 0 &&
          `${differing.length} of ${formatQuantity(comparisons.length, "application")} differ between ${left} and ${right}.`}
      </p>
      <DataTable
        label={`${left} compared with ${right}`}
        columns={columnsOf(left, right)}
        rows={rows}
        rowKey={(row) => row.application}
        className="shrink"
      >
        <p className="p-8 text-center text-sm text-muted">
          {comparisons.length === 0 ? "No matching applications." : "No differences."}
        </p>
      </DataTable>
    </div>
  )
}

function columnsOf(left: string, right: string): Column<Comparison>[] {
  return [
    {
      id: "application",
      label: "Application",
      cell: (row) => <NameText value={row.application} className={row.same ? "text-muted" : "font-medium"} />,
    },
    { id: "left", label: left, cell: (row) => <Version application={row.application} cell={row.left} /> },
    {
      id: "same",
      label: "Change",
      plain: true,
      width: 150,
      cell: (row) =>
        row.same ? (
          <Equal size={14} role="img" aria-label="same" className="text-muted" />
        ) : (
          <Change row={row} />
        ),
    },
    { id: "right", label: right, cell: (row) => <Version application={row.application} cell={row.right} /> },
  ]
}

/** How they differ; two builds of one tag look the same. */
function Change({ row: { left, right } }: { row: Comparison }) {
  const [from, to] = [left?.imageTag, right?.imageTag]
  return (
    <span className="inline-flex items-center gap-1.5 align-middle text-xs text-pending">
      <ArrowRight size={14} role="img" aria-label="differs" />
      {from && to && (from === to ? "another build" : <OtherVersion from={from} to={to} />)}
    </span>
  )
}

/** Tags that are commits have no order. */
function OtherVersion(versions: { from: string; to: string }) {
  const { from, to } = versions
  return versionJump(from, to) === null ? "another version" : <VersionChange {...versions} />
}

function Version({ application, cell }: { application: string; cell: DriftCell | null }) {
  if (cell?.imageTag == null || cell.deployedAt === null)
    return <span className="text-muted">not running</span>
  return (
    <span className="flex items-center gap-x-2 max-sm:flex-wrap">
      <QuarantineMark version={{ application, imageTag: cell.imageTag }} />
      <Chip value={cell.imageTag} label="image tag" />
      <Time at={cell.deployedAt} className="text-xs whitespace-nowrap text-muted" />
    </span>
  )
}
