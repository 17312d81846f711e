import { Slot } from "radix-ui"
import { type ComponentType, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react"
import { ChunkBoundary } from "@/components/ui/chunk-boundary"

// Menus, dialogs and popovers are most of the code of a page and the least used: it is loaded when one is first opened.

interface LazyTriggerProps {
  trigger: ReactNode
  kind: "menu" | "dialog"
  /** Opened programmatically, without a click. */
  open?: boolean
  onPress?: () => void
  /** Loads the code of the content; called on hover or focus. */
  load: () => Promise<unknown>
  /** The content including the trigger, rendered open from the start. */
  children: ReactElement
}

/** Renders only the trigger until it is first clicked. */
export function LazyTrigger({ trigger, kind, open = false, onPress, load, children }: LazyTriggerProps) {
  const [pressed, setPressed] = useState(open)
  if (open && !pressed) setPressed(true)

  function press() {
    setPressed(true)
    onPress?.()
  }
  const waiting = (
    <Slot.Root
      aria-haspopup={kind}
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={press}
      onKeyDown={(event) => {
        if (kind !== "menu" || event.key !== "ArrowDown") return
        event.preventDefault()
        press()
      }}
    >
      {trigger}
    </Slot.Root>
  )
  if (!pressed) return waiting
  return (
    <ChunkBoundary>
      <Suspense fallback={waiting}>{children}</Suspense>
    </ChunkBoundary>
  )
}

/** Renders nothing until first opened, then stays mounted, so that closing can be animated. */
export function MountOnOpen({ open, children }: { open: boolean; children: ReactNode }) {
  const [opened, setOpened] = useState(open)
  if (open && !opened) setOpened(true)
  return (
    opened && (
      <ChunkBoundary>
        <Suspense>{children}</Suspense>
      </ChunkBoundary>
    )
  )
}

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
