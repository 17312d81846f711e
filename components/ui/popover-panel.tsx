"use client"

import clsx from "clsx"
import { Popover as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { floatingClass } from "@/components/ui/floating-class"
import { useLandmark } from "@/components/ui/landmark"

export interface PopoverProps {
  trigger: ReactNode
  /** The accessible name of the panel. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: "start" | "center" | "end"
  className?: string
  children: ReactNode
}

/** The popover implementation with its library; loaded when first opened. */
export default function PopoverPanel({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  className,
  children,
}: PopoverProps) {
  const { ref, container } = useLandmark()
  return (
    <Radix.Root open={open} defaultOpen={open === undefined} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild ref={ref}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            floatingClass,
            "max-h-(--radix-popover-content-available-height) overflow-auto p-3",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
