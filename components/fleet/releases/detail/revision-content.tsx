"use client"

import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { ChangeList } from "@/components/fleet/releases/change-list"
import { revisionQuery } from "@/components/fleet/releases/release-queries"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { Skeleton } from "@/components/ui/skeleton"
import { Select } from "@/components/ui/text-field"
import type { Revision, RevisionDetail } from "@/lib/fleet/releases/revision-schema"

interface RevisionContentProps {
  releaseId: string
  revisions: readonly Revision[]
  /** Null while there is no revision. */
  revision: number | null
  against: number | null
  onAgainst: (against: number | null) => void
  /** Renders the content of the revision while it is not compared. */
  show: (detail: RevisionDetail) => ReactNode
}

/** The content of one revision, or its differences from another. */
export function RevisionContent({ releaseId, revision, ...rest }: RevisionContentProps) {
  if (revision === null) {
    return (
      <EmptyState title="No revisions yet">
        The first revision appears here once Helm has created it.
      </EmptyState>
    )
  }
  return <KnownRevision releaseId={releaseId} revision={revision} {...rest} />
}

function KnownRevision({
  releaseId,
  revisions,
  revision,
  against,
  onAgainst,
  show,
}: RevisionContentProps & { revision: number }) {
  const query = useQuery(revisionQuery(releaseId, revision, against))
  const others = [...new Set(revisions.map((one) => one.revision))].filter((one) => one !== revision)
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span>
          Revision <span className="font-medium">{revision}</span>
        </span>
        {others.length > 0 && (
          <div className="flex items-center gap-2 text-xs text-muted">
            <span aria-hidden="true">compared with</span>
            <Select
              aria-label="Compare with"
              value={against === null ? "" : String(against)}
              onChange={(event) => onAgainst(event.target.value === "" ? null : Number(event.target.value))}
              placeholder="nothing"
              options={others.map((one) => ({ value: String(one), label: `revision ${one}` }))}
              className="w-36"
            />
          </div>
        )}
      </div>
      {query.data ? (
        query.data.diff ? (
          <ChangeList diff={query.data.diff} />
        ) : (
          show(query.data)
        )
      ) : query.isError ? (
        <ErrorState title="Could not load the revision" read={query} />
      ) : (
        <Skeleton className="h-64 w-full rounded-md" />
      )}
    </div>
  )
}
