"use client"

import clsx from "clsx"
import { Check } from "lucide-react"
import { type ComponentProps, createContext, Fragment, lazy, type ReactNode, use } from "react"
import type { MenuParts, MenuProps } from "@/components/ui/floating-panels"
import { LazyTrigger } from "@/components/ui/lazy-trigger"

const itemClass = clsx(
  "relative flex min-h-8 items-center gap-2 rounded-sm px-2 text-sm outline-none select-none pointer-coarse:min-h-10",
  "data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-raised",
)

const load = () => import("@/components/ui/floating-panels")
const MenuPanel = lazy(() => load().then((file) => ({ default: file.MenuPanel })))

/** The components of the library once loaded: an open menu provides them to its items. */
const PartsContext = createContext<MenuParts | null>(null)

function useMenuParts(): MenuParts {
  const parts = use(PartsContext)
  if (!parts) throw new Error("Menu items must be used inside Menu")
  return parts
}

/** A menu of actions or of one choice; contains MenuItem, MenuRadio, MenuCheckbox, MenuLabel and MenuLine. */
export function Menu({ children, ...props }: MenuProps & { children: ReactNode }) {
  return (
    <LazyTrigger trigger={props.trigger} kind="menu" load={load}>
      <MenuPanel {...props}>{(parts) => <PartsContext value={parts}>{children}</PartsContext>}</MenuPanel>
    </LazyTrigger>
  )
}

interface MenuItemProps extends Omit<ComponentProps<MenuParts["Item"]>, "asChild"> {
  icon?: ReactNode
  shortcut?: string
}

export function MenuItem({ icon, shortcut, className, children, ...rest }: MenuItemProps) {
  const Radix = useMenuParts()
  return (
    <Radix.Item {...rest} className={clsx(itemClass, className)}>
      {icon && <span className="flex w-4 justify-center text-muted">{icon}</span>}
      <span className="flex-1">{children}</span>
      {shortcut && <span className="pl-4 text-xs text-muted">{shortcut}</span>}
    </Radix.Item>
  )
}

interface MenuRadioProps<Value extends string> {
  value: Value
  onValueChange: (value: Value) => void
  /** A `heading` stands above the first option of its group. */
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode; heading?: string }[]
}

export function MenuRadio<Value extends string>({ value, onValueChange, options }: MenuRadioProps<Value>) {
  const Radix = useMenuParts()
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onValueChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <Fragment key={option.value}>
          {option.heading && <MenuLabel>{option.heading}</MenuLabel>}
          <Radix.RadioItem value={option.value} className={clsx(itemClass, "pr-8")}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <Tick />
          </Radix.RadioItem>
        </Fragment>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuCheckbox({ className, children, ...rest }: ComponentProps<MenuParts["CheckboxItem"]>) {
  const Radix = useMenuParts()
  return (
    <Radix.CheckboxItem {...rest} className={clsx(itemClass, "pr-8", className)}>
      <span className="flex-1">{children}</span>
      <Tick />
    </Radix.CheckboxItem>
  )
}

function Tick() {
  const Radix = useMenuParts()
  return (
    <Radix.ItemIndicator className="absolute right-2 text-accent">
      <Check size={14} />
    </Radix.ItemIndicator>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Radix = useMenuParts()
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs text-muted">{children}</Radix.Label>
}

export function MenuLine() {
  const Radix = useMenuParts()
  return <Radix.Separator className="my-1 h-px bg-line" />
}
