"use client"

import dynamic from "next/dynamic"
import { type ReactNode, useEffect, useState } from "react"
import { LoadedLayouts, onLayoutChange } from "@/components/ui/layouts"
import type { ColumnLayouts } from "@/lib/identity/views/schema"

const LayoutSaver = dynamic(() => import("@/components/layout/layout-saver"), { ssr: false })

/** Provides the user's column layouts, and saves each change for all of their browsers. */
export function ColumnLayoutsProvider({
  layouts,
  children,
}: {
  layouts: ColumnLayouts
  children: ReactNode
}) {
  const [isChanged, setIsChanged] = useState(false)
  useEffect(() => onLayoutChange(() => setIsChanged(true)), [])
  return (
    <LoadedLayouts value={layouts}>
      {children}
      {isChanged && <LayoutSaver />}
    </LoadedLayouts>
  )
}
