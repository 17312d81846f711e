import { ArrowDown, ArrowUp, Minus, Plus } from "lucide-react"
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

const step = 24

export interface ColumnListProps {
  /** The table with the same id shows the columns as arranged here. */
  tableId: string
  columns: readonly Column<never>[]
}

/** Shows, hides, moves and resizes columns by keyboard or pointer; the header does the last two by dragging. */
export function ColumnList({ tableId, columns }: ColumnListProps) {
  const [layout, setLayout] = useColumnLayout(tableId)
  const ordered = orderColumns(columns, layout).filter(({ lead }) => !lead)
  return (
    <>
      <ul>
        {ordered.map((column, index) => {
          const { id, label, required } = column
          const isFixed = isPinned(columns, id)
          const move = (target: Column<never> | undefined) =>
            target && setLayout(moveColumn(columns, layout, id, target.id))
          const resize = (by: number) =>
            setLayout(
              resizeColumn(
                layout,
                id,
                (layout.widths?.[id] ?? column.width ?? column.minWidth ?? sharedWidth) + by,
              ),
            )
          return (
            <li key={id} className="flex h-8 items-center gap-0.5 pointer-coarse:h-10">
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
              {/* On a phone a row is stacked, and its columns have no width. */}
              <span className="flex gap-0.5 max-sm:hidden">
                <IconButton label={`Make ${label} narrower`} size="sm" onClick={() => resize(-step)}>
                  <Minus size={13} />
                </IconButton>
                <IconButton label={`Make ${label} wider`} size="sm" onClick={() => resize(step)}>
                  <Plus size={13} />
                </IconButton>
              </span>
            </li>
          )
        })}
      </ul>
      <Button size="sm" className="mt-2" onClick={() => setLayout(null)}>
        Default columns
      </Button>
    </>
  )
}
