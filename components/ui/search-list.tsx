"use client"

import clsx from "clsx"
import { type KeyboardEvent, type ReactNode, useId, useState } from "react"
import { filterGroups, type Searchable, type SearchGroup } from "@/components/ui/search-filter"

export interface SearchItem extends Searchable {
  /** Shown instead of the label. */
  content?: ReactNode
  onSelect: () => void
}

export interface SearchListProps {
  /** The accessible name of the field and the list. */
  label: string
  placeholder: string
  query: string
  onQueryChange: (query: string) => void
  groups: readonly SearchGroup<SearchItem>[]
  /** Shown if nothing matches. */
  empty: string
  /** Rendered next to the field. */
  before?: ReactNode
  after?: ReactNode
  size?: "sm" | "md"
}

/** A field with a list that is filtered while typing; arrow keys move, Enter selects, and focus stays in the field. */
export function SearchList(props: SearchListProps) {
  const { label, query, onQueryChange, size = "md" } = props
  const id = useId()
  const [chosen, setActive] = useState(0)
  const groups = filterGroups(props.groups, query)
  const items = groups.flatMap((group) => group.items)
  const active = Math.min(chosen, items.length - 1)

  function walk(event: KeyboardEvent) {
    const moves: Record<string, number> = { ArrowDown: active + 1, ArrowUp: active - 1 }
    const target = moves[event.key]
    if (target !== undefined && items.length > 0) {
      event.preventDefault()
      const next = (target + items.length) % items.length
      setActive(next)
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" })
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault()
      items[active]?.onSelect()
    }
  }

  return (
    <>
      <div
        className={clsx("flex items-center gap-2 border-b border-line px-3", size === "md" ? "h-11" : "h-9")}
      >
        {props.before}
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={props.placeholder}
          value={query}
          onChange={(event) => {
            setActive(0)
            onQueryChange(event.target.value)
          }}
          onKeyDown={walk}
          className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted pointer-coarse:text-lg"
        />
        {props.after}
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        tabIndex={-1}
        className="max-h-[min(22rem,60vh)] overflow-y-auto p-1.5"
      >
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox may contain only groups and options
          <div key={group.heading} role="group" aria-label={group.heading ?? label}>
            {group.heading && (
              <p aria-hidden="true" className="px-2.5 py-1 text-2xs text-muted">
                {group.heading}
              </p>
            )}
            {group.items.map((item) => {
              const index = items.indexOf(item)
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the focused field handles the keys
                <div
                  key={item.id}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  onPointerMove={() => setActive(index)}
                  onClick={item.onSelect}
                  className={clsx(
                    "flex items-center gap-2.5 rounded-sm px-2.5 text-sm aria-selected:bg-raised pointer-coarse:min-h-11",
                    size === "md" ? "min-h-9" : "min-h-8",
                  )}
                >
                  {item.content ?? item.label}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      <p role="status" className={clsx("px-4 text-sm text-muted", items.length === 0 && "pb-4")}>
        {items.length === 0 && props.empty}
      </p>
    </>
  )
}
