"use client"

import { type ComponentType, lazy } from "react"
import { MountOnOpen } from "@/components/ui/lazy-trigger"

/** A drawer whose code is loaded when it is first opened. */
export function lazyDrawer<Props extends { id: string | null }>(load: () => Promise<ComponentType<Props>>) {
  const Drawer = lazy(async () => ({ default: await load() }))
  return (props: Props) => (
    <MountOnOpen open={props.id !== null}>
      <Drawer {...props} />
    </MountOnOpen>
  )
}
