import clsx from "clsx"
import { ChevronDown, ChevronUp, X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { type ComponentProps, type ReactNode, useRef, useState } from "react"
import { IconButton } from "@/components/ui/icon-button"
import { ScrollRegion } from "@/components/ui/scroll-region"

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
  /** A click outside does not close it. */
  keepOpen?: boolean
  children?: ReactNode
}

interface ModalProps extends ComponentProps<typeof Radix.Content> {
  open?: boolean
  onOpenChange?: (open: boolean) => void
  trigger?: ReactNode
  overlayClass: string
  isDescribed?: boolean
}

/** A panel above the page, which receives the focus and returns it. */
export function Modal(props: ModalProps) {
  const { open, onOpenChange, trigger, overlayClass, isDescribed, className, ...content } = props
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={open} defaultOpen={open === undefined} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={clsx("fixed inset-0 animate-appear", overlayClass)} />
        <Radix.Content
          {...(isDescribed ? {} : { "aria-describedby": undefined })}
          {...(trigger ? {} : { onCloseAutoFocus: returnFocus.onCloseAutoFocus })}
          tabIndex={-1}
          {...content}
          onOpenAutoFocus={(event) => {
            returnFocus.onOpenAutoFocus(event)
            content.onOpenAutoFocus?.(event)
          }}
          className={clsx("fixed z-50 bg-surface outline-none", className)}
        />
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The implementation of Dialog; this file and its library are loaded when a dialog or drawer first opens. */
export function DialogPanel(props: DialogProps) {
  const { open, onOpenChange, trigger, title, description, footer, width = "md", children } = props
  return (
    <Modal
      {...{ open, onOpenChange, trigger }}
      isDescribed={Boolean(description)}
      // As high as a drawer, which it covers if the dialog opened from it.
      overlayClass="z-50 bg-scrim/50"
      onOpenAutoFocus={focusFirstField}
      onInteractOutside={(event) => props.keepOpen && event.preventDefault()}
      className={clsx(
        "top-1/2 left-1/2 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2",
        "animate-appear flex-col rounded-md border border-line-strong/60",
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
          <IconButton label="Close" size="sm" className="-mr-1 pointer-coarse:-mt-2 pointer-coarse:-mr-2">
            <X size={14} />
          </IconButton>
        </Radix.Close>
      </div>
      {children && <div className="min-h-0 overflow-y-auto px-4 pt-2 pb-4">{children}</div>}
      {footer && <div className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>}
    </Modal>
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

export interface DrawerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** Next and previous in the list it was opened from; also the J and K keys. */
  onNext?: () => void
  onPrevious?: () => void
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

export function DrawerPanel(props: DrawerProps) {
  const { open, onOpenChange, title, description, onNext, onPrevious, footer } = props
  return (
    <Modal
      {...{ open, onOpenChange }}
      isDescribed={Boolean(description)}
      overlayClass="z-40 bg-scrim/35"
      onOpenAutoFocus={(event) => {
        // Focuses the panel itself, because a ring and tooltip on its first button would draw attention.
        event.preventDefault()
        if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
      }}
      onKeyDown={(event) => {
        if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
        if (event.key === "j") onNext?.()
        if (event.key === "k") onPrevious?.()
      }}
      className="inset-y-0 right-0 flex w-full max-w-xl animate-from-right flex-col border-l border-line"
    >
      <div className="flex min-h-12 items-center gap-1 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <Radix.Title className="truncate text-base font-medium max-sm:wrap-anywhere max-sm:whitespace-normal">
            {title}
          </Radix.Title>
          {description && (
            <Radix.Description className="truncate text-xs text-muted max-sm:wrap-anywhere max-sm:whitespace-normal">
              {description}
            </Radix.Description>
          )}
        </div>
        {props.actions}
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
        {props.children}
      </ScrollRegion>
      {footer && (
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</div>
      )}
    </Modal>
  )
}

/**
 * For a dialog without its own trigger: on closing, focus returns to the previously focused element. (Radix would
 * return it to the trigger, and lose it without one.)
 */
function useReturnFocus() {
  // A field with autoFocus has the focus before the dialog opens, but not before it is first rendered.
  const [opener] = useState(focusedElement)
  const before = useRef(opener)
  return {
    onOpenAutoFocus: ({ currentTarget: dialog }: Event) => {
      const focused = focusedElement()
      if (!(dialog instanceof Node) || !dialog.contains(focused)) before.current = focused
    },
    onCloseAutoFocus: (event: Event) => {
      const target = before.current
      if (!target?.isConnected || target === document.body) return
      event.preventDefault()
      target.focus({ preventScroll: true })
    },
  }
}

function focusedElement(): HTMLElement | null {
  if (typeof document === "undefined") return null
  return document.activeElement instanceof HTMLElement ? document.activeElement : null
}
