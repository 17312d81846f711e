"use client"

import { Slot } from "radix-ui"
import { type ReactElement, type ReactNode, Suspense, useState } from "react"

interface OpensLaterProps {
  trigger: ReactNode
  kind: "menu" | "dialog"
  /** Opened from elsewhere, without a press. */
  open?: boolean
  /** Somebody pressed the trigger. */
  onPress?: () => void
  /** Fetches the code of what opens; called when somebody comes near. */
  load: () => Promise<unknown>
  /** What opens, with the trigger inside, drawn open from the start. */
  children: ReactElement
}

/**
 * Only the trigger until it is first pressed. Menus and panels are most of what a page could load and the least of what
 * it shows: their code is fetched when the pointer or the focus comes near.
 */
export function LazyTrigger({ trigger, kind, open = false, onPress, load, children }: OpensLaterProps) {
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
  return <Suspense fallback={waiting}>{children}</Suspense>
}
