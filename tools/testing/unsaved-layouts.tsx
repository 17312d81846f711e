import { type ReactNode, useState } from "react"
import { type ColumnLayoutOrDefault, ColumnLayouts } from "@/components/ui/layouts"

/** The user's column layouts, which are not saved: a save would be sent after the end of the test. */
export function UnsavedLayouts({ children }: { children: ReactNode }) {
  const [layouts, setLayouts] = useState<Record<string, ColumnLayoutOrDefault>>({})
  const change = (tableId: string, layout: ColumnLayoutOrDefault) =>
    setLayouts((before) => ({ ...before, [tableId]: layout }))
  return <ColumnLayouts value={{ layouts, change }}>{children}</ColumnLayouts>
}
