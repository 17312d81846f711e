"use client"

import { lazy } from "react"
import { LazyTrigger } from "@/components/ui/lazy-trigger"
import type { PopoverProps } from "@/components/ui/popover-panel"

const load = () => import("@/components/ui/popover-panel")
const PopoverPanel = lazy(load)

/** A small panel next to its trigger. */
export function Popover(props: PopoverProps) {
  return (
    <LazyTrigger
      trigger={props.trigger}
      kind="dialog"
      open={props.open}
      onPress={() => props.onOpenChange?.(true)}
      load={load}
    >
      <PopoverPanel {...props} />
    </LazyTrigger>
  )
}
