"use client"

import { lazy } from "react"
import { OpensLater } from "@/components/ui/opens-later"
import type { PopoverProps } from "@/components/ui/popover-panel"

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
