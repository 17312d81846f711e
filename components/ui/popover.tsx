"use client"

import { lazy } from "react"
import type { PopoverProps } from "@/components/ui/floating-panels"
import { LazyTrigger } from "@/components/ui/lazy-trigger"

const load = () => import("@/components/ui/floating-panels")
const PopoverPanel = lazy(() => load().then((file) => ({ default: file.PopoverPanel })))

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
