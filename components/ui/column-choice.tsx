"use client"

import { Columns3 } from "lucide-react"
import { Button } from "@/components/ui/button"
import type { Column } from "@/components/ui/data-table-columns"
import { Menu, MenuCheckbox, MenuItem, MenuLine } from "@/components/ui/menu"

export interface ColumnChoiceProps<Row> {
  columns: readonly Column<Row>[]
  /** The visible column ids; null is the default. */
  visible: readonly string[] | null
  onVisibleChange: (visible: string[] | null) => void
}

export function ColumnChoice<Row>({ columns, visible, onVisibleChange }: ColumnChoiceProps<Row>) {
  const shown = new Set(visible ?? columns.filter((column) => !column.hidden).map((column) => column.id))

  function toggle(id: string) {
    const next = new Set(shown)
    if (!next.delete(id)) next.add(id)
    onVisibleChange(columns.filter((column) => next.has(column.id)).map((column) => column.id))
  }

  return (
    <Menu align="end" trigger={<Button icon={<Columns3 size={14} />}>Columns</Button>}>
      {columns.map((column) => (
        <MenuCheckbox
          key={column.id}
          checked={column.required || shown.has(column.id)}
          disabled={column.required}
          onSelect={(event) => event.preventDefault()}
          onCheckedChange={() => toggle(column.id)}
        >
          {column.label}
        </MenuCheckbox>
      ))}
      <MenuLine />
      <MenuItem disabled={visible === null} onSelect={() => onVisibleChange(null)}>
        Default columns
      </MenuItem>
    </Menu>
  )
}
