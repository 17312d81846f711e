"use client"

import clsx from "clsx"
import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { IconButton } from "@/components/ui/icon-button"
import { useReturnFocus } from "@/components/ui/use-return-focus"

const widths = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl" }

export interface DialogProps {
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** The button that opens it, unless it is controlled. */
  trigger?: ReactNode
  title: string
  description?: ReactNode
  /** Footer buttons, the primary one last. */
  footer?: ReactNode
  width?: "sm" | "md" | "lg"
  children?: ReactNode
}

/** The dialog implementation with its library; loaded when first opened. */
export default function DialogPanel({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  width = "md",
  children,
}: DialogProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={open} defaultOpen={open === undefined} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim/50" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...(trigger ? {} : { onCloseAutoFocus: returnFocus.onCloseAutoFocus })}
          onOpenAutoFocus={(event) => {
            returnFocus.onOpenAutoFocus()
            focusFirstField(event)
          }}
          tabIndex={-1}
          className={clsx(
            "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2",
            "animate-appear flex-col rounded-md border border-line-strong/60 bg-surface outline-none",
            widths[width],
          )}
        >
          <div className="flex items-start gap-3 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-base font-medium">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="sm">
                <X size={14} />
              </IconButton>
            </Radix.Close>
          </div>
          {children && <div className="min-h-0 overflow-y-auto px-4 py-2">{children}</div>}
          {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
          {!footer && <div className="h-2" />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Focuses the first field if there is one, otherwise the dialog itself; never the close button. */
function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  event.preventDefault()
  const field = event.currentTarget.querySelector<HTMLElement>("input, textarea, select")
  const target = field ?? event.currentTarget
  target.focus()
}
