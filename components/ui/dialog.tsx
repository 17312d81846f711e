"use client"

import { lazy, type ReactNode, Suspense, useState } from "react"
import type { DialogProps } from "@/components/ui/dialog-panel"
import { LazyTrigger } from "@/components/ui/lazy-trigger"

const load = () => import("@/components/ui/dialog-panel")
const DialogPanel = lazy(load)

/** A modal dialog. */
export function Dialog(props: DialogProps) {
  if (props.trigger) {
    return (
      <LazyTrigger
        trigger={props.trigger}
        kind="dialog"
        open={props.open}
        onPress={() => props.onOpenChange?.(true)}
        load={load}
      >
        <DialogPanel {...props} />
      </LazyTrigger>
    )
  }
  return (
    <MountOnOpen open={props.open ?? false}>
      <DialogPanel {...props} />
    </MountOnOpen>
  )
}

/** Renders nothing until first opened, then stays mounted, so that closing can be animated. */
export function MountOnOpen({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open)
  if (open && !opened) setOpened(true)
  return opened && <Suspense>{children}</Suspense>
}
