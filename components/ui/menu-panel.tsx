"use client"

import clsx from "clsx"
import { DropdownMenu as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { floatingClass } from "@/components/ui/floating-class"
import { useLandmark } from "@/components/ui/landmark"
import { MenuPartsContext } from "@/components/ui/menu-parts"

export interface MenuProps {
  trigger: ReactNode
  align?: "start" | "center" | "end"
  side?: "top" | "right" | "bottom" | "left"
  className?: string
  children: ReactNode
}

/** The menu implementation with its library; loaded and opened on first use. */
export default function MenuPanel({ trigger, align = "start", side, className, children }: MenuProps) {
  const { ref, container } = useLandmark()
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild ref={ref}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={clsx(
            floatingClass,
            "max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto p-1",
            className,
          )}
        >
          <MenuPartsContext value={Radix}>{children}</MenuPartsContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
