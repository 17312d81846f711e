"use client"

import { ArrowDown, ArrowUp, Columns3, Minus, Plus } from "lucide-react"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import {
  type Column,
  isPinned,
  isShown,
  moveColumn,
  orderColumns,
  resizeColumn,
  sharedWidth,
  useColumnLayout,
} from "@/components/ui/columns"
import { IconButton } from "@/components/ui/icon-button"
import { Popover } from "@/components/ui/popover"

const step = 24

interface ColumnChoiceProps<Row> {
  /** The table with the same id shows the columns as arranged here. */
  tableId: string
  columns: readonly Column<Row>[]
}

/** Shows, hides, moves and resizes columns by keyboard or pointer; the header does the last two by dragging. */
export function ColumnChoice<Row>({ tableId, columns }: ColumnChoiceProps<Row>) {
  const [layout, setLayout] = useColumnLayout(tableId)
  const ordered = orderColumns(columns, layout).filter(({ lead }) => !lead)
  return (
    <Popover
      label="Columns"
      align="end"
      className="w-80"
      trigger={<Button icon={<Columns3 size={14} />}>Columns</Button>}
    >
      <ul>
        {ordered.map((column, index) => {
          const { id, label, required } = column
          const isFixed = isPinned(columns, id)
          const move = (target: Column<Row> | undefined) =>
            target && setLayout(moveColumn(columns, layout, id, target.id))
          const resize = (by: number) =>
            setLayout(resizeColumn(layout, id, (layout.widths?.[id] ?? column.width ?? sharedWidth) + by))
          return (
            <li key={id} className="flex h-8 items-center gap-0.5">
              <Checkbox
                label={label}
                checked={isShown(column, layout)}
                disabled={required}
                onChange={(event) =>
                  setLayout({ ...layout, shown: { ...layout.shown, [id]: event.target.checked } })
                }
                className="min-w-0 flex-1"
              />
              <IconButton
                label={`Move ${label} left`}
                size="sm"
                disabled={isFixed || index <= 1}
                onClick={() => move(ordered[index - 1])}
              >
                <ArrowUp size={13} />
              </IconButton>
              <IconButton
                label={`Move ${label} right`}
                size="sm"
                disabled={isFixed || index === ordered.length - 1}
                onClick={() => move(ordered[index + 1])}
              >
                <ArrowDown size={13} />
              </IconButton>
              <IconButton label={`Make ${label} narrower`} size="sm" onClick={() => resize(-step)}>
                <Minus size={13} />
              </IconButton>
              <IconButton label={`Make ${label} wider`} size="sm" onClick={() => resize(step)}>
                <Plus size={13} />
              </IconButton>
            </li>
          )
        })}
      </ul>
      <Button size="sm" className="mt-2" onClick={() => setLayout(null)}>
        Default columns
      </Button>
    </Popover>
  )
}
