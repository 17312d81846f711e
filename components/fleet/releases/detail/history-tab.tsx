"use client"

import { FailureCause } from "@/components/fleet/operations/failure-cause"
import {
  keyOfRevision,
  Reason,
  RevisionMark,
  reasonOf,
  revisionLabel,
} from "@/components/fleet/releases/revision-style"
import { Button } from "@/components/ui/button"
import { Duration } from "@/components/ui/duration"
import { EmptyState } from "@/components/ui/empty-state"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import { Cell, NoteRow, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import { VersionChange } from "@/components/ui/version-change"
import type { Revision } from "@/lib/fleet/releases/revision-schema"

interface HistoryTabProps {
  /** Newest first. */
  revisions: readonly Revision[]
  onOperation: (operationId: string) => void
}

const heads: readonly ListHead[] = [
  { label: "Revision", width: "w-20", align: "end" },
  { label: "Change", width: "w-44" },
  { label: "Chart version", width: "w-36" },
  { label: "When", width: "w-24" },
  { label: "Duration", width: "w-18", align: "end" },
  { label: "By" },
  { label: "Log", width: "w-20", hidden: true },
]

/** Every revision with who, when and why; kept after the release is uninstalled. */
export function HistoryTab({ revisions, onOperation }: HistoryTabProps) {
  if (revisions.length === 0) {
    return (
      <EmptyState title="No revisions yet">
        The first revision appears here once Helm has created it.
      </EmptyState>
    )
  }
  return (
    <ListTable label="History" className="min-w-2xl table-fixed" heads={heads} rows={revisions}>
      {(revision, index) => (
        <HistoryRows
          key={keyOfRevision(revision)}
          revision={revision}
          before={revisions[index + 1]}
          onOperation={onOperation}
        />
      )}
    </ListTable>
  )
}

interface HistoryRowsProps {
  revision: Revision
  before: Revision | undefined
  onOperation: (operationId: string) => void
}

function HistoryRows({ revision, before, onOperation }: HistoryRowsProps) {
  const { operationId } = revision
  return (
    <>
      <Row>
        <Cell label="Revision" align="end" className="font-medium">
          {revision.revision}
        </Cell>
        <Cell name>
          <span className="inline-flex items-center gap-1.5 align-middle">
            <RevisionMark revision={revision} />
            {revisionLabel(revision)}
          </span>
        </Cell>
        <Cell label="Chart version" className="font-mono text-xs">
          {revision.chartVersion}{" "}
          {before && <VersionChange from={before.chartVersion} to={revision.chartVersion} />}
        </Cell>
        <Cell>
          <Time at={revision.createdAt} />
        </Cell>
        <Cell label="Duration" align="end">
          <Duration seconds={revision.durationSeconds} />
        </Cell>
        <Cell label="By">{revision.performedBy}</Cell>
        <Cell align="end">
          {operationId !== null && (
            <Button size="sm" variant="ghost" onClick={() => onOperation(operationId)}>
              Log<span className="sr-only"> of revision {revision.revision}</span>
            </Button>
          )}
        </Cell>
      </Row>
      {reasonOf(revision) !== null && (
        <NoteRow columns={heads.length}>
          <p className="border-b border-line py-1.5 pr-3 pl-23 text-sm break-words text-muted max-sm:pl-3">
            <Reason revision={revision} />
          </p>
        </NoteRow>
      )}
      {revision.warnings.length > 0 && (
        <NoteRow columns={heads.length}>
          <ul className="border-b border-line bg-pending/8 px-3 py-2 text-sm break-words">
            {revision.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </NoteRow>
      )}
      {revision.cause !== null && (
        <NoteRow columns={heads.length}>
          <div className="border-b border-line bg-failed/8 px-3 py-2 text-sm">
            <FailureCause cause={revision.cause} error={revision.error ?? revision.cause.summary} />
          </div>
        </NoteRow>
      )}
    </>
  )
}
