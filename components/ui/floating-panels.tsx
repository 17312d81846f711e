import clsx from "clsx"
import { Check } from "lucide-react"
import { DropdownMenu, Popover } from "radix-ui"
import { Fragment, type ReactNode, useCallback, useState } from "react"
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

interface MenuOption {
  label: ReactNode
  icon?: ReactNode
  heading?: string
  isChosen: boolean
  onSelect: () => void
}

interface MenuItem {
  label: ReactNode
  icon?: ReactNode
  shortcut?: string
  disabled?: boolean
  /** Whether it is checked, for a checkable item. */
  checked?: boolean
  onSelect: () => void
}

/** A separator, a heading, an item, or a group of options. */
export type MenuEntry = "line" | { heading: ReactNode } | MenuItem | { options: readonly MenuOption[] }

export interface MenuProps extends FloatingProps {
  side?: "top" | "right" | "bottom" | "left"
  entries: readonly MenuEntry[]
}

export function MenuPanel({ trigger, align = "start", side, className, entries }: MenuProps) {
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
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a menu keep their places
            <Entry key={index} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

const itemClass = clsx(
  "relative flex min-h-8 items-center gap-2 rounded-sm px-2 text-sm outline-none select-none pointer-coarse:min-h-10",
  "data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-raised",
)

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === "line") return <DropdownMenu.Separator className="my-1 h-px bg-line" />
  if ("heading" in entry) return <Heading>{entry.heading}</Heading>
  if ("options" in entry) return <Options options={entry.options} />
  const { label, icon, shortcut, disabled, checked, onSelect } = entry
  if (checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem {...{ checked, disabled, onSelect }} className={clsx(itemClass, "pr-8")}>
        <span className="flex-1">{label}</span>
        <Tick />
      </DropdownMenu.CheckboxItem>
    )
  }
  return (
    <DropdownMenu.Item {...{ disabled, onSelect }} className={itemClass}>
      {icon && <span className="flex w-4 justify-center text-muted">{icon}</span>}
      <span className="flex-1">{label}</span>
      {shortcut && <span className="pl-4 text-xs text-muted">{shortcut}</span>}
    </DropdownMenu.Item>
  )
}

function Options({ options }: { options: readonly MenuOption[] }) {
  return (
    <DropdownMenu.RadioGroup value={String(options.findIndex(({ isChosen }) => isChosen))}>
      {options.map(({ label, icon, heading, onSelect }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the options of a menu keep their places
        <Fragment key={index}>
          {heading && <Heading>{heading}</Heading>}
          <DropdownMenu.RadioItem
            value={String(index)}
            onSelect={onSelect}
            className={clsx(itemClass, "pr-8")}
          >
            {icon}
            <span className="flex-1">{label}</span>
            <Tick />
          </DropdownMenu.RadioItem>
        </Fragment>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

function Tick() {
  return (
    <DropdownMenu.ItemIndicator className="absolute right-2 text-accent">
      <Check size={14} />
    </DropdownMenu.ItemIndicator>
  )
}

function Heading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-2xs text-muted">{children}</DropdownMenu.Label>
}

function useLandmark() {
  const [container, setContainer] = useState<HTMLElement | undefined>(undefined)
  const ref = useCallback((element: Element | null) => {
    if (element) setContainer(nearestLandmark(element))
  }, [])
  return { ref, container }
}
