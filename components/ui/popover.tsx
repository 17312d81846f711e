"use client"

import { lazy, type ReactNode } from "react"
import { OpensLater } from "@/components/ui/opens-later"

export const floatingClass =
  "z-50 animate-appear rounded-md border border-line-strong/60 bg-surface outline-none"

export interface PopoverProps {
  trigger: ReactNode
  /** Names the panel for screen readers. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: "start" | "center" | "end"
  className?: string
  children: ReactNode
}

const load = () => import("@/components/ui/popover-panel")
const PopoverPanel = lazy(load)

/** A small panel beside what opened it. */
export function Popover(props: PopoverProps) {
  return (
    <OpensLater
      trigger={props.trigger}
      kind="dialog"
      open={props.open}
      onPress={() => props.onOpenChange?.(true)}
      load={load}
    >
      <PopoverPanel {...props} />
    </OpensLater>
  )
}
