"use client"

import { lazy, type ReactNode } from "react"
import { OnceOpen } from "@/components/ui/dialog"

export interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** Next and previous inside the list it came from; J and K do the same. */
  onNext?: () => void
  onPrevious?: () => void
  /** Buttons beside the title. */
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

const DrawerPanel = lazy(() => import("@/components/ui/drawer-panel"))

/** Details at the side; the list behind stays where it was. */
export function Drawer(props: DrawerProps) {
  return (
    <OnceOpen open={props.open}>
      <DrawerPanel {...props} />
    </OnceOpen>
  )
}
