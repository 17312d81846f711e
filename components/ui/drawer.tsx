"use client"

import { lazy } from "react"
import { MountOnOpen } from "@/components/ui/dialog"
import type { DrawerProps } from "@/components/ui/drawer-panel"

const DrawerPanel = lazy(() => import("@/components/ui/drawer-panel"))

/** Details at the side; the list behind it keeps its position. */
export function Drawer(props: DrawerProps) {
  return (
    <MountOnOpen open={props.open}>
      <DrawerPanel {...props} />
    </MountOnOpen>
  )
}
