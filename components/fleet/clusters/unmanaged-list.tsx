"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { lookMs, unmanagedParsers, unmanagedQuery } from "@/components/fleet/clusters/clusters-query"
import { UnmanagedRow, unmanagedColumns } from "@/components/fleet/clusters/unmanaged-row"
import { useLive } from "@/components/layout/live"
import { Card } from "@/components/ui/card"
import { ErrorState } from "@/components/ui/error-state"
import { FilterField } from "@/components/ui/filter-field"
import { LoadMore } from "@/components/ui/load-more"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"

/** What somebody installed with Helm alone: seen here, and changed by Slipway only once it is adopted. */
export function UnmanagedList({ mayChange }: { mayChange: boolean }) {
  const { paused } = useLive()
  const [filter, setFilter] = useQueryStates(unmanagedParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({
    ...unmanagedQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: paused ? false : lookMs,
  })
  const releases = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card
      title="Not managed"
      description="Installed with Helm alone. Adopt one into its tenant, with the history that Helm has, to change it here."
      flush
    >
      {(releases.length > 0 || filter.q !== null) && (
        <div className="border-b border-line px-4 py-2">
          <FilterField
            label="Find a release"
            value={filter.q ?? ""}
            onValueChange={(q) => void setFilter({ q: q || null })}
          />
        </div>
      )}
      <Table label="Releases that are not managed" className="min-w-[70rem]">
        <thead>
          <tr>
            <HeadCell>Release</HeadCell>
            <HeadCell className="w-40">Tenant</HeadCell>
            <HeadCell className="w-52">Namespace</HeadCell>
            <HeadCell className="w-56">Chart</HeadCell>
            <HeadCell className="w-32">Last revision</HeadCell>
            <HeadCell className="w-28">First seen</HeadCell>
            <HeadCell className="w-24">
              <span className="sr-only">Adopt</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {query.isPending && <SkeletonRows columns={unmanagedColumns} rows={3} />}
          {query.isError && (
            <NoteRow columns={unmanagedColumns}>
              <ErrorState
                title="What is not managed could not be read"
                error={query.error}
                onRetry={() => void query.refetch()}
              />
            </NoteRow>
          )}
          {query.isSuccess && releases.length === 0 && (
            <NoteRow columns={unmanagedColumns}>
              <p className="px-4 py-6 text-sm text-muted">
                {filter.q === null
                  ? "Every release that Helm has in the clusters is managed here. What somebody installs by hand shows within seconds."
                  : `No release that is not managed has “${filter.q}” in its name, namespace or chart.`}
              </p>
            </NoteRow>
          )}
          {releases.map((release) => (
            <UnmanagedRow key={release.id} release={release} mayChange={mayChange} />
          ))}
        </tbody>
      </Table>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
      />
    </Card>
  )
}
