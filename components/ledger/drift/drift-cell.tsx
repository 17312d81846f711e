import clsx from "clsx"
import { BehindMark, isFarBehind } from "@/components/ledger/drift/behind-mark"
import { PageLink } from "@/components/ui/page-link"
import { Time } from "@/components/ui/time"
import type { DriftCell } from "@/lib/ledger/drift/schema"
import { pages } from "@/lib/platform/paths"

type MatrixCellProps = {
  cell: DriftCell | null
  environment: string
  /** The environments it is compared with, as text. */
  against: string
  /** The cell position for keyboard navigation. */
  place: string
  tabStop: boolean
  onFocus: () => void
}

/**
 * One version in one environment: subtle when in sync, highlighted when behind; the whole cell opens the deployment.
 */
export function MatrixCell({ cell, environment, against, place, tabStop, onFocus }: MatrixCellProps) {
  if (cell === null || cell.deploymentId === null || cell.imageTag === null) {
    return (
      <td data-environment={environment} className="h-12 border-b border-l border-line px-3 text-ghost">
        <span aria-hidden="true">–</span>
        <span className="sr-only">not running</span>
      </td>
    )
  }
  const { behind } = cell
  return (
    <td
      data-environment={environment}
      className={clsx(
        "relative h-12 max-w-56 border-b border-l border-line px-3 hover:bg-raised/60",
        behind !== null && (isFarBehind(behind) ? "bg-failed/7" : "bg-pending/7"),
      )}
    >
      <PageLink
        href={pages.deployment(cell.deploymentId)}
        data-place={place}
        tabIndex={tabStop ? 0 : -1}
        onFocus={onFocus}
        className={clsx(
          "row-link block truncate font-mono text-xs",
          behind === null ? "text-muted" : "font-medium text-text",
        )}
        title={cell.imageTag}
      >
        {cell.imageTag}
      </PageLink>
      <span className="flex items-center justify-between gap-2 text-2xs text-muted">
        {cell.deployedAt !== null && <Time at={cell.deployedAt} />}
        {behind !== null && <BehindMark behind={behind} against={against} />}
      </span>
    </td>
  )
}
