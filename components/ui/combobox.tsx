"use client"

import clsx from "clsx"
import { ChevronsUpDown } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { buttonClass } from "@/components/ui/button-class"
import type { ComboboxListProps, ComboboxOption } from "@/components/ui/combobox-list"
import { Popover } from "@/components/ui/popover"

/** The list alone, for a popover of one's own. With its search it is loaded when first opened. */
export const ComboboxList = dynamic(
  () => import("@/components/ui/combobox-list").then((file) => file.ComboboxList),
  {
    ssr: false,
    loading: () => <div className="h-40 w-64" />,
  },
)

interface ComboboxProps {
  label: string
  /** The selected value; an empty string means none. */
  value: string
  onValueChange: (value: string) => void
  options: readonly ComboboxOption[]
  /** The label for no selection: "All applications". */
  none?: string
  /** The query state of the options: a failed load must not look like an empty list. */
  read?: ComboboxListProps["read"]
  id?: string
  "aria-describedby"?: string
  "aria-invalid"?: true
  size?: "sm" | "md"
  className?: string
}

/** Selects one of many options, with search. */
export function Combobox(props: ComboboxProps) {
  const { label, value, onValueChange, options, none, read, id, size, className } = props
  const [open, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)?.label ?? (value || none || "Select…")
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
          className={clsx(buttonClass("secondary", size), "max-w-full min-w-0 justify-between", className)}
        >
          <span className="font-normal text-muted">{label}</span>
          <span className="min-w-0 truncate">{chosen}</span>
          <ChevronsUpDown size={13} aria-hidden="true" className="shrink-0 text-muted" />
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
