"use client"

import { useRef } from "react"

/**
 * For a dialog that has no trigger of its own: on closing, the focus goes back to what had it. (Radix would give it to
 * the trigger, and without one to nobody.)
 */
export function useReturnFocus() {
  const before = useRef<HTMLElement | null>(null)
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    },
    onCloseAutoFocus: (event: Event) => {
      const target = before.current
      if (!target?.isConnected || target === document.body) return
      event.preventDefault()
      target.focus({ preventScroll: true })
    },
  }
}
