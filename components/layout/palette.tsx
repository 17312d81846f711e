"use client"

import { Search } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { useState } from "react"
import { useCommandRegistry } from "@/components/layout/commands"
import { useGo } from "@/components/layout/go"
import { commandItem, hitGroups, lineItem } from "@/components/layout/palette-items"
import { keepRecent, type RecentFind, readRecent } from "@/components/layout/recent-finds"
import { type PaletteSearch, usePaletteSearch } from "@/components/layout/use-palette-search"
import { Button } from "@/components/ui/button"
import { useReturnFocus } from "@/components/ui/dialog-panels"
import { Kbd } from "@/components/ui/kbd"
import type { SearchGroup } from "@/components/ui/search-filter"
import { type SearchItem, SearchList } from "@/components/ui/search-list"
import { Spinner } from "@/components/ui/spinner"
import { pages } from "@/lib/platform/paths"

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  mayInstall: boolean
}

/** ⌘K: navigate, run page actions, and find anything with where it runs. */
export function Palette({ open, onOpenChange, mayInstall }: PaletteProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim/50" />
        <Radix.Content
          aria-describedby={undefined}
          {...returnFocus}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-1.5rem)] max-w-2xl -translate-x-1/2 animate-appear overflow-hidden rounded-md border border-line-strong/60 bg-surface outline-none"
        >
          <Radix.Title className="sr-only">Search and actions</Radix.Title>
          <PaletteList close={() => onOpenChange(false)} mayInstall={mayInstall} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const installing = /^install\s+/i

function PaletteList({ close, mayInstall }: { close: () => void; mayInstall: boolean }) {
  const [query, setQuery] = useState("")
  const isInstall = mayInstall && installing.test(query)
  const search = usePaletteSearch(isInstall ? query.replace(installing, "") : query)
  const groups = usePaletteGroups({ query, setQuery, search, close, mayInstall, isInstall })
  return (
    <>
      <SearchList
        label="Search and actions"
        placeholder="Search for a commit, tag, version, tenant, user or ticket, or go to…"
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        empty={emptyLabel(search, isInstall)}
        before={<Search size={15} aria-hidden="true" className="text-muted" />}
        after={
          <>
            {search.loading && <Spinner />}
            <Kbd>Esc</Kbd>
          </>
        }
      />
      {search.error && (
        <div role="alert" className="flex items-center gap-3 border-t border-line px-4 py-2 text-sm">
          <span className="min-w-0 flex-1">Search failed: {search.error.message}</span>
          <Button size="sm" onClick={search.again}>
            Retry
          </Button>
        </div>
      )}
    </>
  )
}

function emptyLabel({ loading, error }: PaletteSearch, isInstall: boolean): string {
  if (loading) return "Searching…"
  if (error) return ""
  if (isInstall) return "Enter the name of the tenant."
  return "No matches. Try a tag, a commit (at least four digits), a version, a tenant or a ticket."
}

interface GroupsProps {
  query: string
  setQuery: (query: string) => void
  search: PaletteSearch
  close: () => void
  mayInstall: boolean
  isInstall: boolean
}

function usePaletteGroups(props: GroupsProps): SearchGroup<SearchItem>[] {
  const { query, setQuery, search, close, mayInstall, isInstall } = props
  const openPage = useGo()
  const registry = useCommandRegistry()
  const [recent] = useState(readRecent)
  const term = query.trim()

  function go(href: string) {
    close()
    openPage(href)
  }
  function open(find: RecentFind) {
    keepRecent(find)
    go(find.href)
  }
  const installs = search.hits
    .filter(({ kind }) => mayInstall && kind === "tenant")
    .map(({ id, label, detail }) =>
      lineItem(
        `install ${id}`,
        `Install a chart for ${label}`,
        () => go(pages.install(id)),
        detail?.split(" · ")[0],
      ),
    )
  if (isInstall) return [{ heading: "Install for", items: installs }]

  const commands = [...registry.commands].flatMap((read) => read())
  const own = mayInstall
    ? [
        commandItem(
          {
            id: "install",
            label: "Install a chart for a tenant…",
            group: "Actions",
            run: () => setQuery("install "),
          },
          () => setQuery("install "),
        ),
      ]
    : []
  const groups = Map.groupBy(commands, (command) => command.group)
  const hits = hitGroups(search.hits, open)
  return [
    ...(term === "" ? [recentGroup(recent, open)] : []),
    ...[...groups].map(([heading, entries]) => ({
      heading,
      items: [
        ...entries.map((command) =>
          commandItem(command, () => {
            close()
            command.run()
          }),
        ),
        ...(heading === "Actions" ? own : []),
      ],
    })),
    ...hits,
    ...(hits.length > 0
      ? [
          {
            heading: "More",
            items: [
              ...installs.slice(0, 2),
              lineItem(
                "all",
                `All results for “${term}”`,
                () => go(pages.search({ q: term })),
                "search page",
              ),
            ],
          },
        ]
      : []),
  ]
}

function recentGroup(
  recent: readonly RecentFind[],
  open: (find: RecentFind) => void,
): SearchGroup<SearchItem> {
  return {
    heading: "Recent",
    items: recent.map((find) => lineItem(`recent ${find.href}`, find.label, () => open(find), find.hint)),
  }
}
