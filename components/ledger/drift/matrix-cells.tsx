import clsx from "clsx"
import { useQuarantines } from "@/components/admin/quarantine/quarantine-context"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import type { MatrixColumn, Summary } from "@/components/ledger/drift/matrix-groups"
import type { ServiceRow } from "@/components/ledger/drift/matrix-rows"
import { PageLink } from "@/components/ui/page-link"
import { Time } from "@/components/ui/time"
import { VersionText } from "@/components/ui/version-text"
import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import type { DriftCell } from "@/lib/ledger/drift/schema"
import { pages } from "@/lib/platform/paths"

/** What does not fit is left out, the last first; a stacked row shows all. */
const lines =
  "flex flex-wrap items-center justify-between gap-x-2 overflow-hidden max-sm:max-h-none max-sm:justify-start print:max-h-none"

export function SummaryCell({ name, summary }: { name: string; summary: Summary }) {
  const { running, behind, worst, version, tags } = summary
  const quarantineOf = useQuarantines()
  const quarantined = tags.find((tag) => quarantineOf(tag) !== null)
  const mark = quarantined && <QuarantineMark version={quarantined} />
  return (
    <td
      data-label={name}
      data-none={running === 0 || undefined}
      className={clsx(
        "h-12 border-b border-l border-line px-3 text-xs text-muted",
        worst !== null &&
          (isFarBehind(worst)
            ? "sm:bg-failed/7 print:bg-transparent"
            : "sm:bg-pending/7 print:bg-transparent"),
      )}
    >
      {running === 0 ? (
        <span className="text-ghost">
          <span aria-hidden="true">–</span>
          <span className="sr-only">not running</span>
        </span>
      ) : (
        <span className={clsx(lines, "max-h-8")}>
          {version !== null && (
            <span className="flex min-w-0 basis-full items-center gap-1.5">
              {mark}
              <VersionText value={version} />
            </span>
          )}
          {(running > 1 || behind === 0) && (
            <span className="flex items-center gap-1.5 tabular-nums">
              {version === null && mark}
              {behind === 0 ? `${running} up to date` : `${behind} of ${running} behind`}
            </span>
          )}
          {worst !== null && <BehindMark behind={worst} against="the stage below" />}
        </span>
      )}
    </td>
  )
}

type MatrixCellProps = {
  cell: DriftCell | null
  application: string
  environment: string
  /** The environments it is compared with, as text. */
  against: string
  position: string
  tabStop: boolean
  onFocus: () => void
}

/**
 * One version in one environment: subtle when in sync, highlighted when behind; the whole cell opens the deployment.
 */
export function MatrixCell({
  cell,
  application,
  environment,
  against,
  position,
  tabStop,
  onFocus,
}: MatrixCellProps) {
  if (cell === null || cell.deploymentId === null || cell.imageTag === null) {
    return (
      <td
        data-environment={environment}
        data-none
        className="h-12 border-b border-l border-line px-3 text-ghost"
      >
        <span aria-hidden="true">–</span>
        <span className="sr-only">not running</span>
      </td>
    )
  }
  const { behind } = cell
  return (
    <td
      data-environment={environment}
      data-label={environment}
      className={clsx(
        "relative h-12 border-b border-l border-line px-3 hover:bg-raised/60",
        behind !== null &&
          (isFarBehind(behind)
            ? "sm:bg-failed/7 print:bg-transparent"
            : "sm:bg-pending/7 print:bg-transparent"),
      )}
    >
      <PageLink
        href={pages.deployment(cell.deploymentId)}
        data-cell={position}
        tabIndex={tabStop ? 0 : -1}
        onFocus={onFocus}
        className={clsx(
          "row-link flex items-center gap-1.5 text-xs",
          behind === null ? "text-muted" : "font-medium text-text",
        )}
      >
        <QuarantineMark version={{ application, imageTag: cell.imageTag }} />
        <VersionText value={cell.imageTag} />
      </PageLink>
      <span className={clsx(lines, "max-h-4 text-2xs text-muted")}>
        {behind !== null && <BehindMark behind={behind} against={against} />}
        {cell.deployedAt !== null && <Time at={cell.deployedAt} />}
      </span>
    </td>
  )
}

/** A collapsed stage shows a service's version if all its environments run it. */
export function ServiceCells({ row, columns }: { row: ServiceRow; columns: readonly MatrixColumn[] }) {
  return columns.map(({ name, environments }) => {
    const versions = [...new Set(environments.flatMap((environment) => row.versions.get(environment) ?? []))]
    return (
      <td
        key={name}
        data-label={name}
        data-none={versions.length === 0 || undefined}
        className={clsx(
          "h-8 truncate border-b border-l border-line px-3 font-mono text-xs",
          row.inSync ? "text-muted" : "bg-pending/7 text-text",
        )}
      >
        {versions.length > 1
          ? `${versions.length} versions`
          : (versions[0] ?? <span className="text-ghost">–</span>)}
      </td>
    )
  })
}
