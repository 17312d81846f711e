import clsx from "clsx"
import { Check } from "lucide-react"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { ErrorLine, type FailedRead } from "@/components/ui/error-state"
import { type SearchItem, SearchList } from "@/components/ui/search-list"
import { NameText } from "@/components/ui/version-text"

export interface ComboboxOption {
  value: string
  label: string
  keywords?: string[]
  hint?: ReactNode
  disabled?: boolean
}

/** Fixed, so that the panel does not change its size while the list is searched. */
const panelWidth = "w-96 max-w-[calc(100vw-2rem)]"

export interface ComboboxListProps {
  label: string
  value: string
  none: string | undefined
  options: readonly ComboboxOption[]
  read?: FailedRead & { isPending: boolean }
  onChoose: (value: string) => void
}

export default function ComboboxList({ label, value, none, options, read, onChoose }: ComboboxListProps) {
  const [query, setQuery] = useState("")
  const box = useRef<HTMLDivElement>(null)
  // The list may be rendered after the panel has set its initial focus.
  useEffect(() => box.current?.querySelector("input")?.focus(), [])
  const allOptions = none === undefined ? options : [{ value: "", label: none }, ...options]
  if (read?.error && options.length === 0) {
    return <ErrorLine title="Could not load options" read={read} className={`p-3 ${panelWidth}`} />
  }
  return (
    <div ref={box} className={panelWidth}>
      <SearchList
        label={label}
        placeholder={`Find ${label.toLowerCase()}…`}
        size="sm"
        query={query}
        onQueryChange={setQuery}
        groups={[{ heading: null, items: allOptions.map((option) => toItem(option, value, onChoose)) }]}
        empty={read?.isPending ? "Loading options…" : "No matches"}
      />
    </div>
  )
}

function toItem(option: ComboboxOption, value: string, onChoose: (value: string) => void): SearchItem {
  return {
    id: option.value || "none",
    label: option.label,
    keywords: option.keywords,
    disabled: option.disabled,
    onSelect: () => onChoose(option.value),
    content: (
      <>
        <Check size={14} className={clsx("shrink-0 text-accent", option.value !== value && "invisible")} />
        <span className="flex min-w-0 flex-1">
          <NameText value={option.label} />
        </span>
        {option.hint && <span className="text-xs text-muted">{option.hint}</span>}
      </>
    ),
  }
}
