import { expect, it } from "vitest"
import { arrangeColumns, type Column, columnWidths, tableWidth } from "@/components/ui/columns"
import { columnCsv } from "@/components/ui/save-csv"
import { nextRow } from "@/components/ui/use-row-keys"

interface Line {
  tag: string
  seconds: number | null
}

const columns: Column<Line>[] = [
  {
    id: "tag",
    label: "Image tag",
    required: true,
    cell: (row) => row.tag,
    value: (row) => row.tag,
    width: 200,
  },
  { id: "seconds", label: "Duration", cell: (row) => row.seconds, value: (row) => row.seconds },
  { id: "open", label: "Open", hidden: true, cell: () => "…" },
]

it("nextRow stops at the ends of a table and ignores other keys", () => {
  expect(nextRow("ArrowDown", 0, 3)).toBe(1)
  expect(nextRow("ArrowDown", 2, 3)).toBe(2)
  expect(nextRow("ArrowUp", 0, 3)).toBe(0)
  expect(nextRow("End", 0, 3)).toBe(2)
  expect(nextRow("PageUp", 25, 30)).toBe(15)
  expect(nextRow("x", 0, 3)).toBeNull()
})

it("arrangeColumns keeps the declared order and always includes required columns", () => {
  const ids = (shown?: Record<string, boolean>) =>
    arrangeColumns(columns, { shown }).map((column) => column.id)
  expect(ids()).toEqual(["tag", "seconds"])
  expect(ids({ tag: false, seconds: false, open: true })).toEqual(["tag", "open"])
})

it("tableWidth sums the widths, and the minimum widths of columns that share the rest", () => {
  expect(tableWidth(columns)).toBe(200 + 160 + 160)
  expect(tableWidth([{ width: 200 }, { minWidth: 144 }, { minWidth: 144 }])).toBe(488)
})

it("columnCsv writes the visible columns, with unknown values empty", () => {
  expect(columnCsv(columns, [{ tag: "=v1", seconds: null }])).toBe("Image tag,Duration\r\n'=v1,\r\n")
})

it("columns share the room that is left, except those whose content fits", () => {
  const room = "max(0px, 100cqw - 540px)"
  const status: Column<Line> = { id: "status", label: "Status", width: 100, fits: true }
  const shown: Column<Line>[] = [
    ...arrangeColumns(columns, {}),
    status,
    { id: "count", label: "Count", width: 80, align: "end" },
  ]
  expect(columnWidths(shown)).toEqual([
    `calc(200px + 0.25 * ${room})`,
    `calc(160px + 0.75 * ${room})`,
    "100px",
    "80px",
  ])
  expect(columnWidths([status])).toEqual(["calc(100px + 1 * max(0px, 100cqw - 100px))"])
  const [resized] = columnWidths(arrangeColumns(columns, { widths: { tag: 300 } }))
  expect(resized).toBe("300px")
})
