import { type ReactNode, useState } from "react"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import type { Column } from "@/components/ui/columns"
import { formatQuantity } from "@/lib/platform/format"

/** The maximum number of rows in a link, because of the limits of URLs. */
export const maxChosen = 100

interface ChosenRows<Row> {
  rows: readonly Row[]
  /** What is selected: "release". */
  noun: string
  keyOf: (row: Row) => string
  nameOf: (row: Row) => string
  isChoosable?: (row: Row) => boolean
  /** The actions for the selected rows, or why there are none. */
  actions: (chosen: readonly Row[]) => ReactNode
}

export function useChosenRows<Row>(props: ChosenRows<Row>): { column: Column<Row>; bar: ReactNode } {
  const { rows, noun, keyOf, nameOf, isChoosable = () => true, actions } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choosable = rows.filter(isChoosable)
  const selected = choosable.filter((row) => chosen.has(keyOf(row)))
  const isAll = selected.length > 0 && selected.length === choosable.length
  const choose = (key: string, isChosen: boolean) => {
    const others = [...chosen].filter((one) => one !== key)
    setChosen(new Set(isChosen ? [...others, key] : others))
  }
  return {
    column: {
      id: "choose",
      label: "Select",
      heading: (
        <Checkbox
          ref={(box) => {
            if (box) box.indeterminate = selected.length > 0 && !isAll
          }}
          label={<span className="sr-only">Select all {choosable.length} shown</span>}
          checked={isAll}
          disabled={choosable.length === 0}
          onChange={() => setChosen(new Set(isAll ? [] : choosable.map(keyOf)))}
        />
      ),
      width: 44,
      required: true,
      lead: true,
      cell: (row) =>
        isChoosable(row) && (
          <Checkbox
            label={<span className="sr-only">Select {nameOf(row)}</span>}
            checked={chosen.has(keyOf(row))}
            onChange={(event) => choose(keyOf(row), event.target.checked)}
            className="relative z-1 pointer-coarse:-m-3 pointer-coarse:p-3"
          />
        ),
    },
    bar: selected.length > 0 && (
      <section
        aria-label={`Selected ${noun}s`}
        className="flex flex-wrap items-center gap-3 rounded-md border border-accent bg-accent/8 px-3 py-1.5 text-sm"
      >
        <span role="status">{formatQuantity(selected.length, noun)} selected</span>
        {!isAll && (
          <Button size="sm" variant="ghost" onClick={() => setChosen(new Set(choosable.map(keyOf)))}>
            Select all {choosable.length} shown
          </Button>
        )}
        <Button size="sm" variant="ghost" onClick={() => setChosen(new Set())}>
          Clear selection
        </Button>
        <span className="ml-auto flex flex-wrap items-center gap-3 text-muted">{actions(selected)}</span>
      </section>
    ),
  }
}
