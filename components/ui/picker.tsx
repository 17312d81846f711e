import { ChevronDown } from "lucide-react"
import type { ReactNode } from "react"
import { buttonClass } from "@/components/ui/button-class"
import { Menu } from "@/components/ui/floating"

interface PickerOption<Value extends string> {
  value: Value
  label: string
  icon?: ReactNode
  heading?: string
}

interface PickerProps<Value extends string> {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly PickerOption<Value>[]
}

export function Picker<Value extends string>({ label, value, onValueChange, options }: PickerProps<Value>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu
      trigger={
        <button type="button" className={`${buttonClass("secondary")} max-w-full min-w-0`}>
          {chosen?.icon}
          <span className="font-normal text-muted">{label}</span>
          <span className="truncate">{chosen?.label ?? "–"}</span>
          <ChevronDown size={13} className="shrink-0 text-muted" />
        </button>
      }
      entries={[
        {
          options: options.map((option) => ({
            ...option,
            isChosen: option === chosen,
            onSelect: () => onValueChange(option.value),
          })),
        },
      ]}
    />
  )
}
