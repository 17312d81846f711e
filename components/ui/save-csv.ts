import type { Column } from "@/components/ui/columns"
import { downloadCsv } from "@/components/ui/download"
import { rowsOf, type TableQuery } from "@/components/ui/table-query"
import { showErrorToast } from "@/components/ui/toast"
import { csvDocument } from "@/lib/platform/csv"

export async function saveCsv<Row>(name: string, columns: readonly Column<Row>[], query: TableQuery<Row>) {
  let read = query
  while (read.hasNextPage && !read.isError) read = await read.fetchNextPage()
  if (read.isError) showErrorToast("Could not load the whole list. Try again.")
  else downloadCsv(name, columnCsv(columns, rowsOf(read)))
}

export function columnCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.filter(({ value }) => value !== undefined)
  return csvDocument(
    written.map(({ label }) => label),
    rows.map((row) => written.map(({ value }) => value?.(row))),
  )
}
