"use client"

import clsx from "clsx"
import { DropdownMenu, Popover } from "radix-ui"
import { type ReactNode, useCallback, useState } from "react"
import { nearestLandmark } from "@/components/ui/tooltip"

// Loaded with its library when a popover or menu is first opened.

const panelClass = "z-50 animate-appear rounded-md border border-line-strong/60 bg-surface outline-none"

interface FloatingProps {
  trigger: ReactNode
  align?: "start" | "center" | "end"
  className?: string
}

export interface PopoverProps extends FloatingProps {
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  children: ReactNode
}

export function PopoverPanel(props: PopoverProps) {
  const { trigger, label, open, onOpenChange, align = "start", className, children } = props
  const { ref, container } = useLandmark()
  return (
    <Popover.Root open={open} defaultOpen={open === undefined} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild ref={ref}>
        {trigger}
      </Popover.Trigger>
      <Popover.Portal container={container}>
        <Popover.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            panelClass,
            "max-h-(--radix-popover-content-available-height) overflow-auto p-3",
            className,
          )}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

export type MenuParts = typeof DropdownMenu

export interface MenuProps extends FloatingProps {
  side?: "top" | "right" | "bottom" | "left"
}

/** `children` receives the components of the library, for the items. */
export function MenuPanel(props: MenuProps & { children: (parts: MenuParts) => ReactNode }) {
  const { trigger, align = "start", side, className, children } = props
  const { ref, container } = useLandmark()
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild ref={ref}>
        {trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            panelClass,
            "max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1",
            className,
          )}
        >
          {children(DropdownMenu)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** A ref for the trigger, and the landmark to render the panel in. */
function useLandmark() {
  const [container, setContainer] = useState<HTMLElement | undefined>(undefined)
  const ref = useCallback((element: Element | null) => {
    if (element) setContainer(nearestLandmark(element))
  }, [])
  return { ref, container }
}
