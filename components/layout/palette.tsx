"use client"

import { Search } from "lucide-react"
import { useRouter } from "next/navigation"
import { Dialog as Radix } from "radix-ui"
import { useState } from "react"
import { type Command, type FoundItem, useCommandRegistry } from "@/components/layout/commands"
import { usePaletteSearch } from "@/components/layout/use-palette-search"
import { Kbd } from "@/components/ui/kbd"
import type { SearchGroup } from "@/components/ui/search-filter"
import { type SearchItem, SearchList } from "@/components/ui/search-list"
import { Spinner } from "@/components/ui/spinner"
import { useReturnFocus } from "@/components/ui/use-return-focus"

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** ⌘K: go anywhere, do anything the page offers, find any deployment. */
export function Palette({ open, onOpenChange }: PaletteProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim/50" />
        <Radix.Content
          aria-describedby={undefined}
          {...returnFocus}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 animate-appear overflow-hidden rounded-md border border-line-strong/60 bg-surface outline-none"
        >
          <Radix.Title className="sr-only">Search and actions</Radix.Title>
          <PaletteList close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function PaletteList({ close }: { close: () => void }) {
  const router = useRouter()
  const registry = useCommandRegistry()
  const [query, setQuery] = useState("")
  const search = usePaletteSearch(query)
  const commands = [...registry.commands].flatMap((read) => read())

  function closing(action: () => void) {
    return () => {
      close()
      action()
    }
  }
  const groups: SearchGroup<SearchItem>[] = [
    ...[...Map.groupBy(commands, (command) => command.group)].map(([heading, entries]) => ({
      heading,
      items: entries.map((command) => commandItem(command, closing(command.run))),
    })),
    ...search.results.map(({ heading, items }) => ({
      heading,
      items: items.map((found) =>
        foundItem(
          heading,
          found,
          closing(() => router.push(found.href)),
        ),
      ),
    })),
  ]

  return (
    <SearchList
      label="Search and actions"
      placeholder="Search a tag, commit, branch or person, or go to…"
      query={query}
      onQueryChange={setQuery}
      groups={groups}
      empty={search.loading ? "Searching…" : "Nothing found. A tag, a commit or the name of a page works."}
      before={<Search size={15} aria-hidden="true" className="text-muted" />}
      after={
        <>
          {search.loading && <Spinner />}
          <Kbd>Esc</Kbd>
        </>
      }
    />
  )
}

function commandItem(command: Command, onSelect: () => void): SearchItem {
  return {
    id: command.id,
    label: command.label,
    keywords: command.keywords,
    onSelect,
    content: (
      <>
        <span className="flex-1">{command.label}</span>
        {command.shortcut?.split(" ").map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </>
    ),
  }
}

function foundItem(heading: string, found: FoundItem, onSelect: () => void): SearchItem {
  return {
    id: `${heading} ${found.id}`,
    label: found.label,
    always: true,
    onSelect,
    content: (
      <>
        <span className="min-w-0 flex-1 truncate font-mono text-xs">{found.label}</span>
        {found.hint && <span className="shrink-0 text-xs text-muted">{found.hint}</span>}
      </>
    ),
  }
}
