"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { parseAsString, useQueryState } from "nuqs"
import { searchKinds } from "@/components/console/search/search-labels"
import { hitsPerGroup, minCharacters, searchQuery } from "@/components/console/search/search-query"
import { HitCard, HitList } from "@/components/console/search/search-results"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { FilterField } from "@/components/ui/filter-field"
import { Loaded } from "@/components/ui/loaded"
import type { Search } from "@/lib/console/search/schema"
import { pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The number of exact matches shown as full cards; the others are rows. */
const fullCards = 4

const subjects = ["deployment", "release", "tenant"] as const
/** A search queries deployments and releases; it is not repeated on every record of a busy pipeline. */
const busyPauseMs = 1_000

export function SearchView({ rights }: { rights: ViewerRights }) {
  const [q, setQ] = useQueryState("q", parseAsString.withDefault("").withOptions({ throttleMs: 250 }))
  const term = q.trim()
  const query = useQuery({ ...searchQuery(term, hitsPerGroup), placeholderData: keepPreviousData })
  useReadAfterChange(subjects, queryKeys.search, busyPauseMs)
  return (
    <>
      <PageHeader title={term === "" ? "Search" : `What runs ${term}`} />
      <PageBody>
        <FilterField
          label="Commit, tag, version, tenant, user or ticket"
          value={q}
          onValueChange={(next) => void setQ(next || null)}
          className="w-full max-w-xl"
        />
        {term.length < minCharacters ? (
          <EmptyState title="Search what is running">
            Enter at least four digits of a commit, an image tag, a chart version, a tenant name or tag, or a
            ticket mentioned in the notes. Results show which environments and tenants run it, since when and
            by whom.
          </EmptyState>
        ) : (
          <Loaded read={query} failure="Search failed" waiting="h-72">
            {(search) => <SearchResultGroups search={search} rights={rights} />}
          </Loaded>
        )}
      </PageBody>
    </>
  )
}

function SearchResultGroups({ search, rights }: { search: Search; rights: ViewerRights }) {
  const hits = search.groups.flatMap((group) => group.hits)
  if (hits.length === 0) {
    return (
      <EmptyState
        title={`No results for “${search.q}”`}
        actions={
          rights.admin && (
            <ButtonLink href={pages.requests({ q: search.q })}>Search what pipelines sent</ButtonLink>
          )
        }
      >
        Names match by prefix; tenants and releases match by any word. Enter at least four digits of a commit.
        Tags and branches are case-sensitive.
      </EmptyState>
    )
  }
  const running = hits.filter(({ kind }) => searchKinds[kind].runs)
  const exact = running.filter((hit) => hit.exact)
  const inFull = (exact.length > 0 ? exact : running.filter(({ kind }) => kind === "commit")).slice(
    0,
    fullCards,
  )
  const cards = new Set(inFull.length > 0 ? inFull : running.length === 1 ? running : [])
  const groups = search.groups
    .map((group) => ({ ...group, hits: group.hits.filter((hit) => !cards.has(hit)) }))
    .filter((group) => group.hits.length > 0)
  return (
    <>
      {[...cards].map((hit) => (
        <HitCard key={`${hit.kind} ${hit.id}`} hit={hit} canInstall={rights.changeReleases} />
      ))}
      {groups.length > 0 && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {groups.map((group) => (
            <HitList key={group.kind} kind={group.kind} hits={group.hits} more={group.more} />
          ))}
        </div>
      )}
    </>
  )
}
