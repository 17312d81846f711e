import { createContext } from "react"
import type { ColumnLayout } from "@/lib/identity/views/schema"

/** Null: as the columns declare. */
export type ColumnLayoutOrDefault = ColumnLayout | null

/** The user's column layouts by table. Every page loads this file, also one without a table. */
export const ColumnLayouts = createContext<{
  layouts: Readonly<Record<string, ColumnLayoutOrDefault>>
  change: (tableId: string, layout: ColumnLayoutOrDefault) => void
}>({ layouts: {}, change: () => undefined })
