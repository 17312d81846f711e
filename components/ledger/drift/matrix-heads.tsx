"use client"

import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import type { MatrixColumn } from "@/components/ledger/drift/matrix-groups"
import type { GroupRow, ServiceRow } from "@/components/ledger/drift/matrix-rows"
import { NameText } from "@/components/ui/version-text"
import type { DriftRow } from "@/lib/ledger/drift/schema"

const head = "sticky left-0 z-10 border-b border-line bg-surface text-left font-normal"

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
      className="-ml-1 flex max-w-full items-center gap-1 rounded-sm py-1 pr-2 hover:text-accent pointer-coarse:-my-2 pointer-coarse:py-3"
    >
      <ChevronRight
        size={13}
        className={clsx("shrink-0 text-muted transition-transform duration-100", opened && "rotate-90")}
      />
      {children}
    </button>
  )
}

export function GroupHead({
  group: { name, rows, opened },
  onToggle,
}: {
  group: GroupRow
  onToggle: () => void
}) {
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
