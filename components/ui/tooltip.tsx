import { Slot } from "radix-ui"
import { type ReactElement, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react"
import { createPortal } from "react-dom"

interface TooltipProps {
  content: ReactNode
  /** The tooltip repeats the child's accessible name, so it is not announced again. */
  labels?: boolean
  delayMs?: number
  children: ReactElement
}

/**
 * Text on hover and on focus. Renders only listeners until it opens, so that a table may contain thousands; shown in
 * the browser's top layer, so that no scroll region clips it.
 */
export function Tooltip({ content, labels = false, delayMs = 350, children }: TooltipProps) {
  const id = useId()
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  useEffect(() => () => clearTimeout(timer.current), [])

  function later(element: Element | null, waitMs: number) {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element), waitMs)
  }
  function close() {
    clearTimeout(timer.current)
    setAnchor(null)
  }

  return (
    <>
      <Slot.Root
        aria-describedby={anchor && !labels ? id : undefined}
        onPointerEnter={(event) => event.pointerType === "mouse" && later(event.currentTarget, delayMs)}
        onPointerLeave={close}
        onPointerDown={close}
        onFocus={(event) => event.currentTarget.matches(":focus-visible") && later(event.currentTarget, 0)}
        // Deferred until focus has moved: a dialog reclaims focus if an element is removed while nothing is focused.
        onBlur={() => later(null, 0)}
      >
        {children}
      </Slot.Root>
      {anchor && (
        <Floating id={id} anchor={anchor} onEscape={close}>
          {content}
        </Floating>
      )}
    </>
  )
}

interface FloatingProps {
  id: string
  anchor: Element
  onEscape: () => void
  children: ReactNode
}

function Floating({ id, anchor, onEscape, children }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.showPopover?.()
    const { left, top } = placeBeside(anchor.getBoundingClientRect(), element.getBoundingClientRect())
    element.style.left = `${left}px`
    element.style.top = `${top}px`
  }, [anchor])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && onEscape()
    document.addEventListener("keydown", onKey)
    window.addEventListener("scroll", onEscape, true)
    return () => {
      document.removeEventListener("keydown", onKey)
      window.removeEventListener("scroll", onEscape, true)
    }
  }, [onEscape])

  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      popover="manual"
      className="pointer-events-none fixed inset-auto m-0 max-w-80 animate-appear rounded-md border border-line bg-raised px-2 py-1 text-xs text-text"
    >
      {children}
    </div>,
    nearestLandmark(anchor) ?? document.body,
  )
}

const gap = 6

/** Centered above the anchor, or below if there is no room, always inside the viewport. All in CSS pixels. */
function placeBeside(anchor: DOMRectReadOnly, box: DOMRectReadOnly): { left: number; top: number } {
  const center = anchor.left + anchor.width / 2 - box.width / 2
  const left = Math.max(gap, Math.min(center, window.innerWidth - box.width - gap))
  const above = anchor.top - box.height - gap
  return { left, top: above >= gap ? above : anchor.bottom + gap }
}

/** The nearest landmark or dialog: a floating element belongs to the landmark of its trigger. */
export function nearestLandmark(element: Element | null): HTMLElement | undefined {
  return element?.closest<HTMLElement>("[role=dialog], main, aside, header, nav") ?? undefined
}
