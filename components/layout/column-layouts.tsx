"use client"

import { type ReactNode, useCallback, useMemo, useRef, useState } from "react"
import { type ColumnLayoutOrDefault, ColumnLayouts } from "@/components/ui/layouts"
import { showErrorToast } from "@/components/ui/toast"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Dragging a column changes its width many times. */
const pauseMs = 300

interface ColumnLayoutsProviderProps {
  /** The user's layouts when the page was loaded, by table. */
  loaded: Readonly<Record<string, ColumnLayoutOrDefault>>
  children: ReactNode
}

/** Provides the user's column layouts, and saves each change after a pause, for all of their browsers. */
export function ColumnLayoutsProvider({ loaded, children }: ColumnLayoutsProviderProps) {
  const [layouts, setLayouts] = useState(loaded)
  const timers = useRef(new Map<string, number>())
  const change = useCallback((list: string, layout: ColumnLayoutOrDefault) => {
    setLayouts((before) => ({ ...before, [list]: layout }))
    window.clearTimeout(timers.current.get(list))
    const timer = window.setTimeout(() => void save(list, layout), pauseMs)
    timers.current.set(list, timer)
  }, [])
  const value = useMemo(() => ({ layouts, change }), [layouts, change])
  return <ColumnLayouts value={value}>{children}</ColumnLayouts>
}

async function save(list: string, layout: ColumnLayoutOrDefault): Promise<void> {
  try {
    if (layout === null) await request(api("/users/me/layouts/{list}", list), { method: "DELETE" })
    else await request(api("/users/me/layouts/{list}", list), { method: "PUT", body: layout })
  } catch {
    showErrorToast("Could not save the columns. They last until the page is closed.")
  }
}
