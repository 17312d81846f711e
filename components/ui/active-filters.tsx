import clsx from "clsx"
import { X } from "lucide-react"
import { Button } from "@/components/ui/button"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"

export interface ActiveFilter {
  name: string
  label: string
  /** As shown; null: the label says it all. */
  value: string | null
  onRemove: () => void
  /** Where its control does not show it; everywhere if omitted. */
  shown?: "folded" | "printed"
}

const visibility = { folded: "md:hidden print:block", printed: "hidden print:block" }

export default function ActiveFilters({ active }: { active: readonly ActiveFilter[] }) {
  return (
    <ul
      aria-label="Active filters"
      className="no-scrollbar relative flex gap-2 max-md:basis-full max-md:overflow-x-auto md:contents print:flex-wrap"
    >
      {active.map(({ name, label, value, onRemove, shown }) => (
        <li key={name} className={clsx("md:min-w-0", shown && visibility[shown])}>
          <Button
            onClick={({ currentTarget }) => {
              focusNext(currentTarget)
              onRemove()
            }}
            className="print:hidden"
          >
            <span className="sr-only">Remove filter: </span>
            <span className="font-normal text-muted">{`${label} `}</span>
            {value !== null && <ViewerExplanation className="max-w-60 truncate">{value}</ViewerExplanation>}
            <X size={12} className="shrink-0 text-muted" />
          </Button>
          <ViewerExplanation className="hidden text-xs print:inline">
            {`${label} ${value ?? ""}`}
          </ViewerExplanation>
        </li>
      ))}
    </ul>
  )
}

/** A removed filter must not take the focus with it. */
function focusNext(removed: HTMLButtonElement) {
  const buttons = [...(removed.closest("ul")?.querySelectorAll("button") ?? [])].filter(
    (button) => button.getClientRects().length > 0,
  )
  const at = buttons.indexOf(removed)
  const folded = removed.closest("search, header")?.querySelector<HTMLElement>("[data-filters]")
  ;(buttons[at + 1] ?? buttons[at - 1] ?? folded)?.focus()
}
