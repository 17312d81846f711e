import { ArrowDown, ArrowUp } from "lucide-react"
import type { Column } from "@/components/ui/columns"
import type { Sort } from "@/components/ui/data-table"
import { IconButton } from "@/components/ui/icon-button"
import { Picker } from "@/components/ui/picker"

interface SortPickerProps {
  columns: readonly Pick<Column<unknown>, "id" | "label" | "sortable">[]
  sort: Sort
  onSort: (columnId: string) => void
}

/** Sorts a table on a phone, where rows are stacked and there is no header to click. */
export default function SortPicker({ columns, sort, onSort }: SortPickerProps) {
  const Arrow = sort.direction === "ascending" ? ArrowUp : ArrowDown
  return (
    <span className="inline-flex items-center sm:hidden">
      <Picker
        label="Sort"
        value={sort.columnId}
        onValueChange={(id) => id !== sort.columnId && onSort(id)}
        options={columns.flatMap(({ id, label, sortable }) => (sortable ? [{ value: id, label }] : []))}
      />
      <IconButton label="Reverse order" onClick={() => onSort(sort.columnId)}>
        <Arrow size={14} />
      </IconButton>
    </span>
  )
}
