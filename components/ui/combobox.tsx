import clsx from "clsx"
import { ChevronsUpDown } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { buttonClass } from "@/components/ui/button-class"
import type { ComboboxListProps, ComboboxOption } from "@/components/ui/combobox-list"
import { Popover } from "@/components/ui/floating"
import { inputClass } from "@/components/ui/input-class"

/** The list alone, for custom popovers. Loaded, with its search, when first opened. */
export const ComboboxList = dynamic(() => import("@/components/ui/combobox-list"), {
  ssr: false,
  loading: () => <div className="h-40 w-96 max-w-[calc(100vw-2rem)]" />,
})

interface ComboboxProps {
  label: string
  /** The selected value; an empty string means none. */
  value: string
  onValueChange: (value: string) => void
  options: readonly (string | ComboboxOption)[]
  /** Selects nothing: "All". */
  none?: string
  /** Shown while nothing is selected in a required field: "Choose a version…". */
  placeholder?: string
  disabled?: boolean
  /** The query state of the options: a failed load must not look like an empty list. */
  read?: ComboboxListProps["read"]
  /** The props of a form control with its label above it; without them the label is part of the control. */
  id?: string
  "aria-describedby"?: string
  "aria-invalid"?: true
  className?: string
}

export function Combobox(props: ComboboxProps) {
  const { label, value, onValueChange, none, placeholder, read, id, className } = props
  const [open, setOpen] = useState(false)
  const options = props.options.map((one) => (typeof one === "string" ? { value: one, label: one } : one))
  const name = options.find((option) => option.value === value)?.label ?? (value || none)
  const chosen = name ?? placeholder ?? "Select…"
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      className="p-0!"
      trigger={
        <button
          type="button"
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-haspopup="dialog"
          aria-label={`${label}: ${chosen}`}
          aria-describedby={props["aria-describedby"]}
          aria-invalid={props["aria-invalid"]}
          disabled={props.disabled}
          className={clsx(
            id === undefined
              ? `${buttonClass("secondary")} md:max-w-80`
              : `${inputClass} inline-flex items-center gap-2`,
            "max-w-full min-w-0",
            className,
          )}
        >
          {id === undefined && <span className="font-normal text-muted">{label}</span>}
          <span
            className={clsx(
              "min-w-0 truncate",
              id !== undefined && "flex-1 text-left",
              !name && "text-muted",
            )}
          >
            {chosen}
          </span>
          <ChevronsUpDown size={13} className="shrink-0 text-muted" />
        </button>
      }
    >
      <ComboboxList
        label={label}
        value={value}
        none={none}
        options={options}
        read={read}
        onChoose={(next) => {
          setOpen(false)
          onValueChange(next)
        }}
      />
    </Popover>
  )
}
