import { ArrowRight, Equal } from "lucide-react"
import { type Comparison, compareEnvironments } from "@/components/ledger/drift/matrix-rows"
import { Chip } from "@/components/ui/copy"
import { Cell, HeadCell, NoteRow, Row, Table } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { Drift, DriftCell } from "@/lib/ledger/drift/schema"
import { formatQuantity } from "@/lib/platform/format"

type CompareTableProps = { drift: Drift; left: string; right: string; onlyDrifted: boolean; text: string }

/** Two environments side by side, differences first. */
export function CompareTable({ drift, left, right, onlyDrifted, text }: CompareTableProps) {
  const wanted = text.trim().toLowerCase()
  const all = compareEnvironments(drift, left, right).filter((row) =>
    row.application.toLowerCase().includes(wanted),
  )
  const differing = all.filter((row) => !row.same)
  const rows = onlyDrifted ? differing : [...differing, ...all.filter((row) => row.same)]
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <p className="text-xs text-muted" role="status">
        {formatQuantity(differing.length, "application")} of {all.length} differ between {left} and {right}.
      </p>
      <Table
        label={`${left} compared with ${right}`}
        regionClassName="min-h-0 flex-1 rounded-md border border-line bg-surface"
      >
        <thead>
          <tr>
            <HeadCell className="w-1/4">Application</HeadCell>
            <HeadCell>{left}</HeadCell>
            <HeadCell className="w-16">
              <span className="sr-only">Same or different</span>
            </HeadCell>
            <HeadCell>{right}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.length === 0 ? (
            <NoteRow columns={4}>
              <p className="p-8 text-center text-sm text-muted">No differences.</p>
            </NoteRow>
          ) : (
            rows.map((row) => <ComparedRow key={row.application} row={row} />)
          )}
        </tbody>
      </Table>
    </div>
  )
}

function ComparedRow({ row }: { row: Comparison }) {
  return (
    <Row>
      <Cell name className={row.same ? "text-muted" : "font-medium"}>
        {row.application}
      </Cell>
      <Cell>
        <Version cell={row.left} />
      </Cell>
      <Cell>
        {row.same ? (
          <Equal size={14} role="img" aria-label="same" className="text-muted" />
        ) : (
          <ArrowRight size={14} role="img" aria-label="differs" className="text-pending" />
        )}
      </Cell>
      <Cell>
        <Version cell={row.right} />
      </Cell>
    </Row>
  )
}

function Version({ cell }: { cell: DriftCell | null }) {
  if (cell?.imageTag == null || cell.deployedAt === null)
    return <span className="text-muted">not running</span>
  return (
    <span className="flex items-center gap-2">
      <Chip value={cell.imageTag} what="image tag" />
      <Time at={cell.deployedAt} className="text-xs text-muted" />
    </span>
  )
}
