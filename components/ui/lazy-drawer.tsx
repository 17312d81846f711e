"use client"

import { type ComponentType, lazy } from "react"
import { MountOnOpen } from "@/components/ui/lazy-trigger"

export function lazyDrawer<Props extends { id: string | null }>(
  load: Parameters<typeof lazy<ComponentType<Props>>>[0],
) {
  const Drawer = lazy(load)
  return (props: Props) => (
    <MountOnOpen open={props.id !== null}>
      <Drawer {...props} />
    </MountOnOpen>
  )
}
