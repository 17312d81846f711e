"use client"

import { useRef } from "react"

/**
 * For a dialog without its own trigger: on closing, focus returns to the previously focused element. (Radix would
 * return it to the trigger, and lose it without one.)
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
