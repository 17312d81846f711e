"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useQueryStates } from "nuqs"
import { rolloutColumns } from "@/components/fleet/rollouts/rollout-columns"
import { rolloutParsers, rolloutStates, rolloutsQuery } from "@/components/fleet/rollouts/rollout-queries"
import { rolloutStateStyles } from "@/components/fleet/rollouts/rollout-style"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useReadAfterChange } from "@/components/layout/use-after-change"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { DataTable } from "@/components/ui/data-table"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { PageLink } from "@/components/ui/page-link"
import { Picker } from "@/components/ui/picker"
import { pages } from "@/lib/platform/paths"

/** All rollouts with their progress, newest first. */
export function RolloutsView({ mayChange }: { mayChange: boolean }) {
  const [filter, setFilter] = useQueryStates(rolloutParsers)
  const query = useInfiniteQuery({ ...rolloutsQuery(filter), placeholderData: keepPreviousData })
  useReadAfterChange("rollout", ["rollouts"])
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = filter.state !== null || filter.chartName !== null
  return (
    <>
      <PageHeader title="Rollouts" actions={mayChange && <NewRollout />} />
      <PageBody fill>
        <search aria-label="Filters" className="flex flex-wrap items-center gap-2">
          <Picker
            label="State"
            value={filter.state ?? ""}
            onValueChange={(state) => void setFilter({ state: state || null })}
            options={[
              { value: "" as const, label: "any" },
              ...rolloutStates.map((state) => ({
                value: state,
                label: rolloutStateStyles[state].word.toLowerCase(),
              })),
            ]}
          />
          {filter.chartName !== null && (
            <Button onClick={() => void setFilter({ chartName: null })}>Only {filter.chartName} ×</Button>
          )}
        </search>
        <DataTable
          label="Rollouts, newest first"
          columns={rolloutColumns}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => pages.rollout(row.id)}
          loading={query.isPending}
          hasMore={query.hasNextPage}
          loadingMore={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          className="flex-1"
        >
          {query.isError ? (
            <ErrorState title="Could not load rollouts" read={query}>
              Running rollouts continue in the background.
            </ErrorState>
          ) : filtered ? (
            <EmptyState
              title="No matching rollouts"
              actions={<Button onClick={() => void setFilter(null)}>Show all</Button>}
            >
              Remove the filter to see more.
            </EmptyState>
          ) : (
            <NoRollouts mayChange={mayChange} />
          )}
        </DataTable>
      </PageBody>
    </>
  )
}

function NewRollout() {
  return (
    <PageLink href={pages.newRollout()} className={buttonClass("primary", "sm")}>
      <Plus size={13} aria-hidden="true" />
      New rollout
    </PageLink>
  )
}

function NoRollouts({ mayChange }: { mayChange: boolean }) {
  return (
    <EmptyState title="No rollouts yet" actions={mayChange && <NewRollout />}>
      A rollout upgrades one chart across tenants, in waves: a few first, the rest once those are healthy. It
      previews every release, pauses when too many upgrades fail, and can be rolled back as a whole.
    </EmptyState>
  )
}
