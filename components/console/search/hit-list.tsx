import { isCode, kindLabels, whereLabel } from "@/components/console/search/search-labels"
import { Card } from "@/components/ui/card"
import { PageLink } from "@/components/ui/page-link"
import type { SearchHit, SearchKind } from "@/lib/console/search/schema"

interface HitListProps {
  kind: SearchKind
  hits: readonly SearchHit[]
  more: boolean
}

/** The results of one kind, one row each with where it runs. */
export function HitList({ kind, hits, more }: HitListProps) {
  return (
    <Card title={kindLabels[kind].many} flush>
      <ul>
        {hits.map((hit) => (
          <li
            key={hit.id}
            className="relative flex min-h-9 flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-2 text-sm last:border-0 hover:bg-raised/60"
          >
            <PageLink
              href={hit.path}
              className={isCode[kind] ? "row-link min-w-0 font-mono text-xs break-all" : "row-link min-w-0"}
            >
              {hit.label}
            </PageLink>
            {hit.detail && <span className="min-w-0 flex-1 truncate text-xs text-muted">{hit.detail}</span>}
            <span className="ml-auto text-xs text-muted">{whereLabel(hit)}</span>
          </li>
        ))}
      </ul>
      {more && (
        <p className="border-t border-line px-4 py-2 text-xs text-muted">
          More results are available. Refine your search to narrow them down.
        </p>
      )}
    </Card>
  )
}
