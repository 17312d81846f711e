"use client"

import clsx from "clsx"
import { Check } from "lucide-react"
import { DropdownMenu as Radix } from "radix-ui"
import type { ComponentProps, ReactNode } from "react"
import { useLandmark } from "@/components/ui/landmark"
import { floatingClass } from "@/components/ui/popover"

export interface MenuProps {
  trigger: ReactNode
  align?: "start" | "center" | "end"
  side?: "top" | "right" | "bottom" | "left"
  className?: string
  children: ReactNode
}

const itemClass = clsx(
  "relative flex min-h-8 items-center gap-2 rounded-sm px-2 text-sm outline-none select-none pointer-coarse:min-h-10",
  "data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-raised",
)

/** A menu of actions or of one choice; fill it with MenuItem, MenuRadio, MenuCheckbox, MenuLabel and MenuLine. */
export function Menu({ trigger, align = "start", side, className, children }: MenuProps) {
  const { ref, container } = useLandmark()
  return (
    <Radix.Root modal={false}>
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
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface MenuItemProps extends Omit<ComponentProps<typeof Radix.Item>, "asChild"> {
  icon?: ReactNode
  shortcut?: string
  danger?: boolean
}

export function MenuItem({ icon, shortcut, danger, className, children, ...rest }: MenuItemProps) {
  return (
    <Radix.Item {...rest} className={clsx(itemClass, danger && "text-failed", className)}>
      {icon && <span className="flex w-4 justify-center text-muted">{icon}</span>}
      <span className="flex-1">{children}</span>
      {shortcut && <span className="pl-4 text-xs text-muted">{shortcut}</span>}
    </Radix.Item>
  )
}

export interface MenuRadioProps<Value extends string> {
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode }[]
}

export function MenuRadio<Value extends string>({ value, onValueChange, options }: MenuRadioProps<Value>) {
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onValueChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={clsx(itemClass, "pr-8")}>
          {option.icon}
          <span className="flex-1">{option.label}</span>
          <Tick />
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuCheckbox({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem {...rest} className={clsx(itemClass, "pr-8", className)}>
      <span className="flex-1">{children}</span>
      <Tick />
    </Radix.CheckboxItem>
  )
}

function Tick() {
  return (
    <Radix.ItemIndicator className="absolute right-2 text-accent">
      <Check size={14} />
    </Radix.ItemIndicator>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs text-muted">{children}</Radix.Label>
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />
}
