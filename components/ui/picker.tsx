"use client"

import clsx from "clsx"
import { ChevronDown } from "lucide-react"
import type { ReactNode } from "react"
import { buttonClass } from "@/components/ui/button-class"
import { Menu, MenuRadio } from "@/components/ui/menu"

interface PickerOption<Value extends string> {
  value: Value
  label: string
  icon?: ReactNode
  /** Above the first option of a group. */
  heading?: string
}

interface PickerProps<Value extends string> {
  /** What is picked: "Environment". */
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly PickerOption<Value>[]
  size?: "sm" | "md"
  className?: string
}

export function Picker<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  size,
  className,
}: PickerProps<Value>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={clsx(buttonClass("secondary", size), "max-w-full min-w-0", className)}
        >
          {chosen?.icon}
          <span className="font-normal text-muted">{label}</span>
          <span className="truncate">{chosen?.label ?? "–"}</span>
          <ChevronDown size={13} className="shrink-0 text-muted" />
        </button>
      }
    >
      <MenuRadio value={value} onValueChange={onValueChange} options={options} />
    </Menu>
  )
}
