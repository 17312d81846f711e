"use client"

import clsx from "clsx"
import { Popover as Radix } from "radix-ui"
import { useLandmark } from "@/components/ui/landmark"
import { floatingClass, type PopoverProps } from "@/components/ui/popover"

/** The panel itself, with the library behind it; comes with the first opening. */
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
