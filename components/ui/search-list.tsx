import clsx from "clsx"
import { Command, defaultFilter } from "cmdk"
import type { ReactNode } from "react"

export interface SearchItem {
  id: string
  label: string
  keywords?: readonly string[]
  /** Always shown: the item was already matched elsewhere. */
  always?: boolean
  content?: ReactNode
  disabled?: boolean
  onSelect: () => void
}

export interface SearchGroup {
  /** Null: no heading. */
  heading: string | null
  items: readonly SearchItem[]
}

interface SearchListProps {
  /** The accessible name of the field and the list. */
  label: string
  placeholder: string
  query: string
  onQueryChange: (query: string) => void
  groups: readonly SearchGroup[]
  empty: string
  before?: ReactNode
  after?: ReactNode
  size?: "sm" | "md"
}

/** A field with a list that is filtered while typing; arrow keys move, Enter selects, and focus stays in the field. */
export function SearchList(props: SearchListProps) {
  const { label, query, size = "md" } = props
  const groups = filterGroups(props.groups, query)
  const isEmpty = groups.length === 0
  return (
    // The library's own control keys include ⌃K, which closes the palette.
    <Command label={label} shouldFilter={false} loop vimBindings={false}>
      <div
        className={clsx("flex items-center gap-2 border-b border-line px-3", size === "md" ? "h-11" : "h-9")}
      >
        {props.before}
        <Command.Input
          placeholder={props.placeholder}
          value={query}
          onValueChange={props.onQueryChange}
          className="h-full min-w-0 flex-1 bg-transparent text-ellipsis outline-none placeholder:text-muted pointer-coarse:text-lg"
        />
        {props.after}
      </div>
      <Command.List label={label} className="max-h-[min(22rem,60vh)] overflow-y-auto p-1.5">
        {groups.map((group) => (
          <Command.Group
            key={group.heading}
            value={group.heading ?? label}
            heading={
              group.heading && <span className="block px-2.5 py-1 text-2xs text-muted">{group.heading}</span>
            }
          >
            {group.items.map((item) => (
              <Command.Item
                key={item.id}
                value={item.id}
                onSelect={item.onSelect}
                disabled={item.disabled}
                className={clsx(
                  "flex items-center gap-2.5 rounded-sm px-2.5 text-sm aria-selected:bg-raised aria-disabled:text-muted pointer-coarse:min-h-11",
                  size === "md" ? "min-h-9" : "min-h-8",
                )}
              >
                {item.content ?? item.label}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <p role="status" className={clsx("px-4 text-sm text-muted", isEmpty && "pb-4")}>
        {isEmpty && props.empty}
      </p>
    </Command>
  )
}

/** Below this score the letters of the query only occur in order somewhere in the text. */
const minScore = 0.1
/** The maximum number of rendered items: more would take longer than typing another letter. */
const maxShown = 200

/** The groups with their matching items, best match first; empty groups are omitted. */
export function filterGroups(groups: readonly SearchGroup[], query: string): SearchGroup[] {
  const searchText = query.trim()
  const score = ({ label, keywords = [], always }: SearchItem) =>
    searchText === "" || always ? 1 : defaultFilter(label, searchText, [...keywords])
  return groups
    .map(({ heading, items }) => ({
      heading,
      items: items
        .map((item) => ({ item, score: score(item) }))
        .filter((one) => one.score > minScore)
        .sort((a, b) => b.score - a.score)
        .slice(0, maxShown)
        .map(({ item }) => item),
    }))
    .filter(({ items }) => items.length > 0)
}
