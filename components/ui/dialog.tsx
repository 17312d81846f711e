import { lazy } from "react"
import type { DialogProps, DrawerProps } from "@/components/ui/dialog-panels"
import { LazyTrigger, MountOnOpen } from "@/components/ui/lazy-trigger"

const load = () => import("@/components/ui/dialog-panels")
const DialogPanel = lazy(() => load().then((file) => ({ default: file.DialogPanel })))
const DrawerPanel = lazy(() => load().then((file) => ({ default: file.DrawerPanel })))

export function Dialog(props: DialogProps) {
  const panel = <DialogPanel {...props} />
  if (!props.trigger) return <MountOnOpen open={props.open ?? false}>{panel}</MountOnOpen>
  return (
    <LazyTrigger
      trigger={props.trigger}
      kind="dialog"
      open={props.open}
      onPress={() => props.onOpenChange?.(true)}
      load={load}
    >
      {panel}
    </LazyTrigger>
  )
}

/** Details at the side; the list behind it keeps its position. */
export function Drawer(props: DrawerProps) {
  return (
    <MountOnOpen open={props.open}>
      <DrawerPanel {...props} />
    </MountOnOpen>
  )
}
