import { Search, X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { useState } from "react"
import { locationLabel, searchKinds } from "@/components/console/search/search-labels"
import { type Command, listCommands } from "@/components/layout/commands"
import { pageKeywords } from "@/components/layout/page-keywords"
import { useGo } from "@/components/layout/page-navigation"
import { type PaletteSearch, usePaletteSearch } from "@/components/layout/palette-search"
import { keepRecent, type RecentFind, readRecent } from "@/components/layout/recent-finds"
import { Button } from "@/components/ui/button"
import { Modal } from "@/components/ui/dialog-panels"
import { Kbd } from "@/components/ui/kbd"
import { type SearchGroup, type SearchItem, SearchList } from "@/components/ui/search-list"
import { Spinner } from "@/components/ui/spinner"
import { NameText, VersionText } from "@/components/ui/version-text"
import type { SearchHit } from "@/lib/console/search/schema"
import { quarterComparison } from "@/lib/ledger/insights/metric-names"
import { pages } from "@/lib/platform/paths"

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  canInstall: boolean
  /** Whether the user can see what pipelines sent. */
  canInspect: boolean
}

export default function Palette({ open, onOpenChange, ...rights }: PaletteProps) {
  return (
    <Modal
      {...{ open, onOpenChange }}
      overlayClass="z-40 bg-scrim/50"
      className="top-[12vh] left-1/2 w-[calc(100vw-1.5rem)] max-w-2xl -translate-x-1/2 animate-appear overflow-hidden rounded-md border border-line-strong/60"
    >
      <Radix.Title className="sr-only">Search and actions</Radix.Title>
      <PaletteList close={() => onOpenChange(false)} {...rights} />
    </Modal>
  )
}

const onlyWithKeys = "pointer-coarse:hidden"

/** What the first word of a query can narrow the search to. */
const scopes = {
  install: { prefix: /^install\s+/i, heading: "Install for", noun: "tenant" },
  insights: { prefix: /^insights\s+(of\s+)?/i, heading: "Insights", noun: "application" },
}

type PaletteListProps = Pick<PaletteProps, "canInstall" | "canInspect"> & { close: () => void }

function PaletteList({ close, canInstall, canInspect }: PaletteListProps) {
  const [query, setQuery] = useState("")
  const [recent] = useState(readRecent)
  const openPage = useGo()
  const allowed = canInstall ? [scopes.install, scopes.insights] : [scopes.insights]
  const scope = allowed.find(({ prefix }) => prefix.test(query))
  const search = usePaletteSearch(scope ? query.replace(scope.prefix, "") : query)
  const term = query.trim()

  function openHref(href: string) {
    close()
    openPage(href)
  }
  function open(find: RecentFind) {
    keepRecent(find)
    openHref(find.href)
  }
  function run(command: Command) {
    close()
    command.run()
  }
  const linkItem = (id: string, label: string, hint: string | undefined, href: string) =>
    lineItem(id, label, hint, () => openHref(href))

  const installs = search.hits
    .filter(({ kind }) => canInstall && kind === "tenant")
    .map(({ id, label, detail }) =>
      linkItem(`install ${id}`, `Install a chart for ${label}`, detail?.split(" · ")[0], pages.install(id)),
    )
  const insights = search.hits
    .filter(({ kind }) => kind === "application")
    .flatMap(({ label: application }) => {
      const label = `Insights of ${application}`
      const quarter = pages.insights({ application, ...quarterComparison })
      return [
        linkItem(`insights ${application}`, label, undefined, pages.insights({ application })),
        {
          ...linkItem(`quarter ${application}`, label, undefined, quarter),
          // Below the entry that names it.
          content: (
            <span className="pl-4 text-muted">
              <span className="sr-only">{label} </span>this quarter vs last quarter
            </span>
          ),
        },
      ]
    })
  const actions: SearchItem[] = [
    { id: "insights", label: "Insights of an application…", onSelect: () => setQuery("insights ") },
    { id: "install", label: "Install a chart for a tenant…", onSelect: () => setQuery("install ") },
  ]
  const all = linkItem("all", `All results for “${term}”`, "search page", pages.search({ q: term }))
  // A deployment that was rejected is found nowhere else.
  const sent = linkItem(
    "requests",
    `Requests with “${term}”`,
    "what pipelines sent",
    pages.requests({ q: term }),
  )
  const shownRecent = term === "" ? recent : []
  const allGroups: SearchGroup[] = [
    {
      heading: "Recent",
      items: shownRecent.map((find) =>
        lineItem(`recent ${find.href}`, find.label, find.hint, () => open(find)),
      ),
    },
    ...[...Map.groupBy(listCommands(), ({ group }) => group)].map(([heading, entries]) => ({
      heading,
      items: [
        ...entries.map((command) => commandItem(command, () => run(command))),
        ...actions.filter(({ id }) => heading === "Actions" && (canInstall || id !== "install")),
      ],
    })),
    ...[...Map.groupBy(search.hits, ({ kind }) => kind)].map(([kind, hits]) => ({
      heading: searchKinds[kind].plural,
      items: hits.map((hit) => hitItem(hit, open)),
    })),
    {
      heading: "More",
      items: [
        ...installs.slice(0, 2),
        ...insights.slice(0, 2),
        ...(search.hits.length > 0 ? [all] : []),
        ...(canInspect && search.isDone ? [sent] : []),
      ],
    },
  ]
  const groups = scope
    ? [{ heading: scope.heading, items: scope === scopes.install ? installs : insights }]
    : allGroups

  return (
    <>
      <SearchList
        label="Search and actions"
        placeholder="Search for a commit, tag, version, tenant, user or ticket, or go to…"
        query={query}
        onQueryChange={setQuery}
        groups={groups}
        empty={emptyLabel(search, scope ? scope.noun : null)}
        before={<Search size={15} className="text-muted" />}
        after={
          <>
            {search.loading && <Spinner />}
            <Kbd className={onlyWithKeys}>Esc</Kbd>
            <Radix.Close
              aria-label="Close"
              className="hidden size-10 items-center justify-center rounded-md text-muted pointer-coarse:-mr-2 pointer-coarse:flex"
            >
              <X size={16} />
            </Radix.Close>
          </>
        }
      />
      {search.error && (
        <div role="alert" className="flex items-center gap-3 border-t border-line px-4 py-2 text-sm">
          <span className="min-w-0 flex-1">Search failed: {search.error.message}</span>
          <Button size="sm" onClick={search.retry}>
            Retry
          </Button>
        </div>
      )}
    </>
  )
}

function emptyLabel({ loading, error }: PaletteSearch, query: string | null): string {
  if (loading) return "Searching…"
  if (error) return ""
  if (query !== null) return `Enter the name of the ${query}.`
  return "No matches. Try a tag, a commit (at least four digits), a version, a tenant or a ticket."
}

function commandItem({ id, label, keywords, shortcut }: Command, onSelect: () => void): SearchItem {
  return {
    id,
    label,
    keywords: keywords ?? pageKeywords[id],
    onSelect,
    content: (
      <>
        <span className="flex-1">{label}</span>
        {shortcut?.split(" ").map((key) => (
          <Kbd key={key} className={onlyWithKeys}>
            {key}
          </Kbd>
        ))}
      </>
    ),
  }
}

function lineItem(id: string, label: string, hint: string | undefined, onSelect: () => void): SearchItem {
  return {
    id,
    label,
    always: true,
    onSelect,
    content: (
      <>
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {hint && <span className="shrink-0 text-xs text-muted">{hint}</span>}
      </>
    ),
  }
}

function hitItem(hit: SearchHit, open: (find: RecentFind) => void): SearchItem {
  const { kind, id, label, detail, path } = hit
  const where = locationLabel(hit)
  return {
    id: `${kind} ${id}`,
    label,
    always: true,
    onSelect: () => open({ label, hint: searchKinds[kind].one, href: path }),
    content: (
      <>
        <span className="flex min-w-0 flex-1 items-baseline gap-2">
          {searchKinds[kind].isCode ? (
            <VersionText value={label} className="text-xs" />
          ) : (
            <NameText value={label} />
          )}
          {detail && <span className="min-w-0 truncate text-xs text-muted max-sm:hidden">{detail}</span>}
        </span>
        {where && <span className="max-w-[45%] shrink-0 truncate text-xs text-muted">{where}</span>}
      </>
    ),
  }
}
