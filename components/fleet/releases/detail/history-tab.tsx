import { FailureCause } from "@/components/fleet/operations/failure-cause"
import {
  keyOfRevision,
  RevisionMark,
  reasonOf,
  revisionLabel,
  WithRolloutLink,
} from "@/components/fleet/releases/revision-style"
import { Button } from "@/components/ui/button"
import { actionsColumn } from "@/components/ui/column-kinds"
import { Duration } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { NoteRow } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import { VersionChange } from "@/components/ui/version-change"
import type { Revision } from "@/lib/fleet/releases/revision-schema"

interface HistoryTabProps {
  revisions: readonly Revision[]
  onOperation: (operationId: string) => void
}

const historyColumns = ({ revisions, onOperation }: HistoryTabProps): readonly ListColumn<Revision>[] => [
  { id: "revision", label: "Revision", width: 80, align: "end", value: ({ revision }) => String(revision) },
  {
    id: "change",
    label: "Change",
    name: true,
    width: 176,
    cell: (revision) => (
      <span className="inline-flex items-center gap-1.5 align-middle font-normal">
        <RevisionMark revision={revision} />
        {revisionLabel(revision)}
      </span>
    ),
  },
  {
    id: "chartVersion",
    label: "Chart version",
    width: 144,
    cell: (revision) => {
      const before = revisions[revisions.indexOf(revision) + 1]
      return (
        <span className="font-mono text-xs">
          {revision.chartVersion}{" "}
          {before && <VersionChange from={before.chartVersion} to={revision.chartVersion} />}
        </span>
      )
    },
  },
  { id: "when", label: "When", plain: true, width: 96, cell: ({ createdAt }) => <Time at={createdAt} /> },
  {
    id: "duration",
    label: "Duration",
    width: 72,
    align: "end",
    cell: ({ durationSeconds }) => <Duration seconds={durationSeconds} />,
  },
  { id: "by", label: "By", value: ({ performedBy }) => performedBy },
  actionsColumn(
    80,
    ({ operationId, revision }) =>
      operationId !== null && (
        <Button of={`of revision ${revision}`} onClick={() => onOperation(operationId)}>
          Log
        </Button>
      ),
  ),
]

export function HistoryTab(props: HistoryTabProps) {
  if (props.revisions.length === 0) return <NoRevisions />
  const columns = historyColumns(props)
  return (
    <ListTable
      label="History"
      className="min-w-2xl table-fixed"
      columns={columns}
      rows={props.revisions}
      rowKey={keyOfRevision}
      below={(revision) => <RevisionNotes revision={revision} columns={columns.length} />}
    />
  )
}

export function NoRevisions() {
  return (
    <EmptyState title="No revisions yet">
      The first revision appears here once Helm has created it.
    </EmptyState>
  )
}

function RevisionNotes({ revision, columns }: { revision: Revision; columns: number }) {
  const reason = reasonOf(revision)
  return (
    <>
      {reason !== null && (
        <NoteRow columns={columns}>
          <p className="border-b border-line py-1.5 pr-3 pl-23 text-sm break-words text-muted max-sm:pl-3">
            <WithRolloutLink text={reason} />
          </p>
        </NoteRow>
      )}
      {revision.warnings.length > 0 && (
        <NoteRow columns={columns}>
          <ul className="border-b border-line bg-pending/8 px-3 py-2 text-sm break-words">
            {revision.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </NoteRow>
      )}
      {revision.cause !== null && (
        <NoteRow columns={columns}>
          <div className="border-b border-line bg-failed/8 px-3 py-2 text-sm">
            <FailureCause cause={revision.cause} error={revision.error ?? revision.cause.summary} />
          </div>
        </NoteRow>
      )}
    </>
  )
}
