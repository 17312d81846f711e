"use client"

import { ChevronDown, ChevronUp, X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { IconButton } from "@/components/ui/icon-button"
import { ScrollRegion } from "@/components/ui/scroll-region"
import { useReturnFocus } from "@/components/ui/use-return-focus"

export interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** Next and previous in the list it was opened from; also the J and K keys. */
  onNext?: () => void
  onPrevious?: () => void
  /** Buttons next to the title. */
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

/** The drawer implementation with its library; loaded when first opened. */
export default function DrawerPanel({
  open,
  onOpenChange,
  title,
  description,
  onNext,
  onPrevious,
  actions,
  footer,
  children,
}: DrawerProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim/35" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...returnFocus}
          onOpenAutoFocus={(event) => {
            returnFocus.onOpenAutoFocus()
            // Focuses the panel itself, because a ring and tooltip on its first button would draw attention.
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          tabIndex={-1}
          onKeyDown={(event) => {
            if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
              return
            if (event.key === "j") onNext?.()
            if (event.key === "k") onPrevious?.()
          }}
          className="fixed inset-y-0 right-0 z-50 flex w-full max-w-xl animate-from-right flex-col border-l border-line bg-surface outline-none"
        >
          <div className="flex min-h-12 items-center gap-1 border-b border-line py-2 pr-2 pl-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="truncate text-base font-medium">{title}</Radix.Title>
              {description && (
                <Radix.Description className="truncate text-xs text-muted">{description}</Radix.Description>
              )}
            </div>
            {actions}
            {(onNext || onPrevious) && (
              <>
                <IconButton label="Previous" shortcut="K" disabled={!onPrevious} onClick={onPrevious}>
                  <ChevronUp size={16} />
                </IconButton>
                <IconButton label="Next" shortcut="J" disabled={!onNext} onClick={onNext}>
                  <ChevronDown size={16} />
                </IconButton>
              </>
            )}
            <Radix.Close asChild>
              <IconButton label="Close">
                <X size={16} />
              </IconButton>
            </Radix.Close>
          </div>
          <ScrollRegion label="Details" className="min-h-0 flex-1 p-4">
            {children}
          </ScrollRegion>
          {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
