import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import type { Column } from "@/components/ui/columns"

/** The most rows that a link can carry: longer ones exceed the limits of URLs. */
export const maxChosen = 100

interface ChooseColumn<Row> {
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
  /** The key of a row and its name; null: it cannot be selected. */
  choice: (row: Row) => { key: string; name: string } | null
}

/** A checkbox column that selects rows by key. */
export function chooseColumn<Row>({ chosen, onChosen, choice }: ChooseColumn<Row>): Column<Row> {
  return {
    id: "choose",
    label: "Select",
    width: 60,
    required: true,
    lead: true,
    cell: (row) => {
      const one = choice(row)
      if (one === null) return null
      return (
        <Checkbox
          label={<span className="sr-only">Select {one.name}</span>}
          checked={chosen.has(one.key)}
          onChange={(event) =>
            onChosen(
              new Set(
                event.target.checked ? [...chosen, one.key] : [...chosen].filter((key) => key !== one.key),
              ),
            )
          }
          className="relative z-1"
        />
      )
    },
  }
}

interface ChosenBarProps {
  /** The accessible name: "Selected releases". */
  label: string
  /** "3 releases selected". */
  children: ReactNode
  /** The number of loaded rows if more than the selected ones can be selected, else null. */
  choosable: number | null
  onAll: () => void
  onNone: () => void
  /** What can be done with the selected rows, or why not. */
  actions: ReactNode
}

/** Above a table while rows are selected: how many, and what can be done with them. */
export function ChosenBar({ label, children, choosable, onAll, onNone, actions }: ChosenBarProps) {
  return (
    <section
      aria-label={label}
      className="flex flex-wrap items-center gap-3 rounded-md border border-accent bg-accent/8 px-3 py-1.5 text-sm"
    >
      <span role="status">{children}</span>
      {choosable !== null && (
        <Button size="sm" variant="ghost" onClick={onAll}>
          Select all {choosable} shown
        </Button>
      )}
      <Button size="sm" variant="ghost" onClick={onNone}>
        Clear selection
      </Button>
      <span className="ml-auto flex flex-wrap items-center gap-3 text-muted">{actions}</span>
    </section>
  )
}
