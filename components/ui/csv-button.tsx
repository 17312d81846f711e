import { Download } from "lucide-react"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { arrangeColumns, type Column, useColumnLayout } from "@/components/ui/columns"
import { rowsOf, type TableQuery } from "@/components/ui/table-query"

/** A link to the CSV that the server writes of a list; a disabled button while the list has no rows. */
export function CsvLink({ href, disabled }: { href: string; disabled: boolean }) {
  const content = (
    <>
      <Download size={14} />
      <span className="max-sm:sr-only">CSV</span>
    </>
  )
  if (disabled) return <Button disabled>{content}</Button>
  return (
    <a href={href} download className={buttonClass()}>
      {content}
    </a>
  )
}

interface CsvButtonProps<Row> {
  tableId: string
  columns: readonly Column<Row>[]
  query: TableQuery<Row>
}

export function CsvButton<Row>({ tableId, columns, query }: CsvButtonProps<Row>) {
  const [layout] = useColumnLayout(tableId)
  const [saving, setSaving] = useState(false)
  async function save() {
    setSaving(true)
    const { saveCsv } = await import("@/components/ui/save-csv")
    await saveCsv(tableId, arrangeColumns(columns, layout), query)
    setSaving(false)
  }
  return (
    <Button
      icon={<Download size={14} />}
      loading={saving}
      disabled={rowsOf(query).length === 0}
      onClick={() => void save()}
    >
      <span className="max-sm:sr-only">CSV</span>
    </Button>
  )
}
