"use client"

import { Command } from "cmdk"
import { ChosenMark, type ComboboxOption } from "@/components/ui/combobox"

interface ComboboxListProps {
  label: string
  value: string
  none: string | undefined
  options: readonly ComboboxOption[]
  onChoose: (value: string) => void
}

const itemClass =
  "flex min-h-8 items-center gap-2 rounded-sm px-2 text-sm data-[selected=true]:bg-raised pointer-coarse:min-h-10"

export function ComboboxList({ label, value, none, options, onChoose }: ComboboxListProps) {
  return (
    <Command label={label} loop className="w-64">
      <Command.Input
        autoFocus
        placeholder={`Find ${label.toLowerCase()}…`}
        className="h-9 w-full border-b border-line bg-transparent px-3 text-sm outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-sm text-muted">Nothing of that name.</Command.Empty>
        {none !== undefined && (
          <Command.Item value={`none ${none}`} onSelect={() => onChoose("")} className={itemClass}>
            <ChosenMark chosen={value === ""} />
            {none}
          </Command.Item>
        )}
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label, ...(option.keywords ?? [])]}
            onSelect={() => onChoose(option.value)}
            className={itemClass}
          >
            <ChosenMark chosen={option.value === value} />
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint && <span className="text-xs text-muted">{option.hint}</span>}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
