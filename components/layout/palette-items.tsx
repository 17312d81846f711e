import { isCode, kindLabels, whereLabel } from "@/components/console/search/search-labels"
import type { Command } from "@/components/layout/commands"
import type { RecentFind } from "@/components/layout/recent-finds"
import { Kbd } from "@/components/ui/kbd"
import type { SearchGroup } from "@/components/ui/search-filter"
import type { SearchItem } from "@/components/ui/search-list"
import type { SearchHit } from "@/lib/console/search/schema"

export function commandItem(command: Command, onSelect: () => void): SearchItem {
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

/** An item that is shown whatever the query. */
export function lineItem(id: string, label: string, onSelect: () => void, hint?: string | null): SearchItem {
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

/** The results, one group per kind, each with where it runs. */
export function hitGroups(
  hits: readonly SearchHit[],
  open: (find: RecentFind) => void,
): SearchGroup<SearchItem>[] {
  return [...Map.groupBy(hits, ({ kind }) => kind)].map(([kind, same]) => ({
    heading: kindLabels[kind].many,
    items: same.map((hit) => ({
      id: `${hit.kind} ${hit.id}`,
      label: hit.label,
      always: true,
      onSelect: () => open({ label: hit.label, hint: kindLabels[kind].one, href: hit.path }),
      content: <HitLine hit={hit} />,
    })),
  }))
}

function HitLine({ hit }: { hit: SearchHit }) {
  const where = whereLabel(hit)
  return (
    <>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className={isCode[hit.kind] ? "truncate font-mono text-xs" : "truncate"}>{hit.label}</span>
        {hit.detail && (
          <span className="min-w-0 truncate text-xs text-muted max-sm:hidden">{hit.detail}</span>
        )}
      </span>
      {where && <span className="max-w-[45%] shrink-0 truncate text-xs text-muted">{where}</span>}
    </>
  )
}
