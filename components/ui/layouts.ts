import { createContext } from "react"
import type { ColumnLayout } from "@/lib/identity/views/schema"

/** The user's layouts when the page was loaded, by table. */
export const LoadedLayouts = createContext<Readonly<Record<string, ColumnLayout>>>({})

type LayoutListener = (tableId: string, layout: ColumnLayout | null) => void

/** The layouts changed since; null: as the columns declare. */
const changed = new Map<string, ColumnLayout | null>()
const listeners = new Set<LayoutListener>()

/** The layouts changed since the page was loaded, by table. */
export function changedLayouts(): ReadonlyMap<string, ColumnLayout | null> {
  return changed
}

/** Calls the listener with each change until the returned function is called. */
export function onLayoutChange(listener: LayoutListener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Null restores the declared columns. */
export function changeLayout(tableId: string, layout: ColumnLayout | null): void {
  changed.set(tableId, layout)
  for (const listener of listeners) listener(tableId, layout)
}
