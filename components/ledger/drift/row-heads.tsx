import clsx from "clsx"
import { ChevronRight } from "lucide-react"
import type { ServiceRow } from "@/components/ledger/drift/matrix-rows"
import type { DriftRow } from "@/lib/ledger/drift/schema"

const head = "sticky left-0 z-10 max-w-36 border-b border-line bg-surface text-left font-normal md:max-w-64"

type ApplicationHeadProps = { row: DriftRow; expandable: boolean; opened: boolean; onToggle: () => void }

export function ApplicationHead({ row, expandable, opened, onToggle }: ApplicationHeadProps) {
  const name = (
    <span className={clsx("truncate", !row.inSync && "font-medium")} title={row.application}>
      {row.application}
    </span>
  )
  return (
    <th scope="row" className={clsx(head, "h-12 px-3")}>
      {expandable ? (
        <button
          type="button"
          aria-expanded={opened}
          onClick={onToggle}
          className="-ml-1 flex max-w-full items-center gap-1 rounded-sm py-1 pr-2 hover:text-accent"
        >
          <ChevronRight
            size={13}
            aria-hidden="true"
            className={clsx("shrink-0 text-muted transition-transform duration-100", opened && "rotate-90")}
          />
          {name}
          <span className="sr-only"> services</span>
        </button>
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

export function ServiceCells({ row }: { row: ServiceRow }) {
  return row.versions.map((version, column) => (
    <td
      // biome-ignore lint/suspicious/noArrayIndexKey: the columns are the environments, in their order
      key={column}
      className={clsx(
        "h-8 max-w-56 truncate border-b border-l border-line px-3 font-mono text-xs",
        row.inSync ? "text-muted" : "bg-pending/7 text-text",
      )}
    >
      {version ?? <span className="text-ghost">–</span>}
    </td>
  ))
}
