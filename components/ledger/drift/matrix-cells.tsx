import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { useQuarantines } from "@/components/admin/quarantine/quarantine-context"
import { QuarantineMark } from "@/components/admin/quarantine/quarantine-mark"
import { BehindMark } from "@/components/ledger/drift/behind-mark"
import type { MatrixColumn, Summary } from "@/components/ledger/drift/matrix-groups"
import type { GroupRow, ServiceRow } from "@/components/ledger/drift/matrix-rows"
import { PageLink } from "@/components/ui/page-link"
import { Time } from "@/components/ui/time"
import { NameText, VersionText } from "@/components/ui/version-text"
import { isFarBehind } from "@/lib/ledger/drift/far-behind"
import type { Behind, DriftCell, DriftRow } from "@/lib/ledger/drift/schema"
import { pages } from "@/lib/platform/paths"

/** What does not fit is left out, the last first; a stacked row shows all. */
const lines =
  "flex flex-wrap items-center justify-between gap-x-2 overflow-hidden max-sm:max-h-none max-sm:justify-start print:max-h-none"

function tintOf(behind: Behind | null) {
  if (behind === null) return null
  return clsx("print:bg-transparent", isFarBehind(behind) ? "sm:bg-failed/7" : "sm:bg-pending/7")
}

function NotRunning() {
  return (
    <span className="text-ghost">
      <span aria-hidden="true">–</span>
      <span className="sr-only">not running</span>
    </span>
  )
}

export function SummaryCell({ name, summary }: { name: string; summary: Summary }) {
  const { running, behind, worst, version, tags } = summary
  const quarantineOf = useQuarantines()
  const quarantined = tags.find((tag) => quarantineOf(tag) !== null)
  const mark = quarantined && <QuarantineMark version={quarantined} />
  return (
    <td
      data-label={name}
      data-none={running === 0 || undefined}
      className={clsx("h-12 border-b border-l border-line px-3 text-xs text-muted", tintOf(worst))}
    >
      {running === 0 ? (
        <NotRunning />
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
          {worst !== null && <BehindMark behind={worst} />}
        </span>
      )}
    </td>
  )
}

type MatrixCellProps = {
  cell: DriftCell | null
  application: string
  environment: string
  position: string
  tabStop: boolean
  onFocus: () => void
}

/** The whole cell opens the deployment. */
export function MatrixCell(props: MatrixCellProps) {
  const { cell, application, environment, position, tabStop, onFocus } = props
  if (cell === null || cell.deploymentId === null || cell.imageTag === null) {
    return (
      <td data-environment={environment} data-none className="h-12 border-b border-l border-line px-3">
        <NotRunning />
      </td>
    )
  }
  const { behind } = cell
  return (
    <td
      data-environment={environment}
      data-label={environment}
      className={clsx("relative h-12 border-b border-l border-line px-3 hover:bg-raised/60", tintOf(behind))}
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
        {behind !== null && <BehindMark behind={behind} />}
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

const head = "sticky left-0 z-10 border-b border-line bg-surface text-left font-normal max-sm:bg-transparent"

interface ColumnHeadProps {
  column: MatrixColumn
  onToggle: (stage: string) => void
}

/** The header of an environment. The first of a stage, or a collapsed stage, has a button that toggles the stage. */
export function ColumnHead({ column: { name, environments, stage, size }, onToggle }: ColumnHeadProps) {
  return (
    <th
      scope="col"
      className="sticky top-0 z-10 h-8 border-b border-l border-line bg-surface px-3 text-left text-xs text-muted"
    >
      {stage === null ? (
        <NameText value={name} />
      ) : (
        <Expander
          opened={environments.length === 1}
          onToggle={() => onToggle(stage)}
          label={`${stage}, ${size} environments`}
        >
          <NameText value={name} />
          {environments.length > 1 && <span className="font-normal">· {size}</span>}
        </Expander>
      )}
    </th>
  )
}

interface ExpanderProps {
  opened: boolean
  onToggle: () => void
  label: string
  children: ReactNode
}

function Expander({ opened, onToggle, label, children }: ExpanderProps) {
  return (
    <button
      type="button"
      aria-expanded={opened}
      aria-label={label}
      onClick={onToggle}
      className="-my-1 -ml-1 flex max-w-full items-center gap-1 rounded-sm py-1 pr-2 hover:text-accent pointer-coarse:-my-3 pointer-coarse:py-3"
    >
      <ChevronRight
        size={13}
        className={clsx("shrink-0 text-muted transition-transform duration-100", opened && "rotate-90")}
      />
      {children}
    </button>
  )
}

export function GroupHead({ group, onToggle }: { group: GroupRow; onToggle: () => void }) {
  const { name, rows, opened } = group
  return (
    <th scope="row" className={clsx(head, "h-12 px-3")}>
      <Expander opened={opened} onToggle={onToggle} label={`${name}, ${rows.length} applications`}>
        <NameText value={name} className="font-medium" />
        <span className="text-2xs text-muted">· {rows.length}</span>
      </Expander>
    </th>
  )
}

type ApplicationHeadProps = { row: DriftRow; expandable: boolean; opened: boolean; onToggle: () => void }

export function ApplicationHead({ row, expandable, opened, onToggle }: ApplicationHeadProps) {
  const name = <NameText value={row.application} className={row.inSync ? undefined : "font-medium"} />
  return (
    <th scope="row" className={clsx(head, "h-12 px-3")}>
      {expandable ? (
        <Expander opened={opened} onToggle={onToggle} label={`${row.application} services`}>
          {name}
        </Expander>
      ) : (
        <span className="flex min-w-0">{name}</span>
      )}
      <span className="block text-2xs text-muted">{row.inSync ? "in sync" : "versions differ"}</span>
    </th>
  )
}

export function ServiceHead({ row }: { row: ServiceRow }) {
  return (
    <th scope="row" className={clsx(head, "h-8 truncate pr-3 pl-8 text-xs text-muted")}>
      {row.service}
    </th>
  )
}
