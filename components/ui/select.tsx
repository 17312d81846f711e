import clsx from "clsx"
import { ChevronsUpDown } from "lucide-react"
import type { ComponentProps } from "react"
import { inputClass } from "@/components/ui/input-class"

export interface SelectProps extends Omit<ComponentProps<"select">, "children"> {
  options: readonly { value: string; label: string; disabled?: boolean }[]
  /** Shown first, and selected if no value is. */
  placeholder?: string
}

/** A native select, which phones and screen readers support well. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  return (
    <div className={clsx("relative", className)}>
      <select {...rest} className={clsx(inputClass, "appearance-none pr-8")}>
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        size={13}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </div>
  )
}
