"use client"

import { useEffect, useRef, useState } from "react"
import { ChosenMark, type ComboboxOption, type ComboboxProps } from "@/components/ui/combobox"
import { ErrorLine } from "@/components/ui/error-line"
import { type SearchItem, SearchList } from "@/components/ui/search-list"

interface ComboboxListProps {
  label: string
  value: string
  none: string | undefined
  options: readonly ComboboxOption[]
  read?: ComboboxProps["read"]
  onChoose: (value: string) => void
}

/** More would take longer to draw than to type another letter. */
const mostShown = 200

export function ComboboxList({ label, value, none, options, read, onChoose }: ComboboxListProps) {
  const [query, setQuery] = useState("")
  const box = useRef<HTMLDivElement>(null)
  // The list may come after the panel has looked for something to give the focus to.
  useEffect(() => box.current?.querySelector("input")?.focus(), [])
  const all = none === undefined ? options : [{ value: "", label: none }, ...options]
  const items = all.slice(0, query ? undefined : mostShown).map((option) => toItem(option, value, onChoose))
  if (read?.error && options.length === 0) {
    return <ErrorLine title="The choices could not be read" read={read} className="w-64 p-3" />
  }
  return (
    <div ref={box} className="w-64">
      <SearchList
        label={label}
        placeholder={`Find ${label.toLowerCase()}…`}
        size="sm"
        query={query}
        onQueryChange={setQuery}
        groups={[{ heading: null, items }]}
        empty={read?.isPending ? "Reading the choices…" : "Nothing of that name."}
      />
    </div>
  )
}

function toItem(option: ComboboxOption, value: string, onChoose: (value: string) => void): SearchItem {
  return {
    id: option.value || "none",
    label: option.label,
    keywords: option.keywords,
    onSelect: () => onChoose(option.value),
    content: (
      <>
        <ChosenMark chosen={option.value === value} />
        <span className="min-w-0 flex-1 truncate">{option.label}</span>
        {option.hint && <span className="text-xs text-muted">{option.hint}</span>}
      </>
    ),
  }
}
