"use client"

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { lazy } from "react"
import { lookMs, unmanagedParsers, unmanagedQuery } from "@/components/fleet/clusters/clusters-query"
import { usePolling } from "@/components/layout/live"
import { Card } from "@/components/ui/card"
import { DialogButton } from "@/components/ui/dialog-button"
import { Filters } from "@/components/ui/filters"
import { Link } from "@/components/ui/link"
import { type ListHead, ListTable } from "@/components/ui/list-table"
import { LoadMore } from "@/components/ui/load-more"
import { Cell, Row } from "@/components/ui/table"
import { Time } from "@/components/ui/time"
import type { UnmanagedRelease } from "@/lib/fleet/releases/unmanaged-schema"
import { pages } from "@/lib/platform/paths"

const AdoptDialog = lazy(() => import("@/components/fleet/clusters/adopt-dialog"))

const heads: readonly ListHead[] = [
  { label: "Release" },
  { label: "Tenant", width: "w-40" },
  { label: "Namespace", width: "w-52" },
  { label: "Chart", width: "w-56" },
  { label: "Last revision", width: "w-32" },
  { label: "First seen", width: "w-28" },
  { label: "Adopt", width: "w-24", hidden: true },
]

/** Releases installed with Helm alone: shown here, and changed by Slipway only once they are adopted. */
export function UnmanagedList({ mayChange }: { mayChange: boolean }) {
  const [filter, setFilter] = useQueryStates(unmanagedParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({
    ...unmanagedQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(lookMs),
  })
  const releases = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card
      title="Unmanaged releases"
      description="Installed with Helm alone. Adopt a release into a tenant, with its Helm history, to manage it here."
      flush
    >
      {(releases.length > 0 || filter.q !== null || filter.adoptable !== null) && (
        <div className="border-b border-line px-4 py-2">
          <Filters
            values={filter}
            onChange={(change) => void setFilter(change)}
            filters={[
              { kind: "search", name: "q", label: "Find a release" },
              {
                ...{ kind: "detail", linked: true, name: "adoptable", label: "In the namespace of a tenant" },
                show: () => "yes",
              },
            ]}
          />
        </div>
      )}
      <ListTable
        label="Unmanaged releases"
        className="min-w-[70rem]"
        flush
        heads={heads}
        rows={query.data && releases}
        read={query}
        failure="Could not load unmanaged releases"
        empty={
          <p className="px-4 py-6 text-sm text-muted">
            {filter.q === null && filter.adoptable === null
              ? "Every Helm release in the clusters is managed here. Releases installed by hand appear within seconds."
              : filter.q === null
                ? "Every Helm release in the namespace of a tenant is managed here."
                : `No unmanaged release has “${filter.q}” in its name, namespace or chart.`}
          </p>
        }
      >
        {(release) => <UnmanagedRow key={release.id} release={release} mayChange={mayChange} />}
      </ListTable>
      <LoadMore query={query} />
    </Card>
  )
}

function UnmanagedRow({ release, mayChange }: { release: UnmanagedRelease; mayChange: boolean }) {
  const { releaseName, namespace, cluster, tenantId, tenantName, chartName, chartVersion } = release
  return (
    <Row>
      <Cell name className="font-medium" title={releaseName}>
        {releaseName}
      </Cell>
      <Cell label="Tenant">
        {tenantId === null ? (
          <span className="text-muted">Unassigned namespace</span>
        ) : (
          <Link href={pages.tenant(tenantId)}>{tenantName}</Link>
        )}
      </Cell>
      <Cell label="Namespace" className="font-mono text-xs" title={`${namespace} in ${cluster}`}>
        {namespace}
      </Cell>
      <Cell label="Chart" className="font-mono text-xs">
        {chartName === null ? <span className="text-muted">…</span> : `${chartName} ${chartVersion}`}
      </Cell>
      <Cell label="Revision">
        {release.revision} · {release.status}
      </Cell>
      <Cell label="First seen" className="text-muted">
        <Time at={release.firstSeenAt} />
      </Cell>
      <Cell align="end">
        {mayChange && (
          <DialogButton size="sm" dialog={(state) => <AdoptDialog {...state} release={release} />}>
            Adopt<span className="sr-only"> {releaseName}</span>
          </DialogButton>
        )}
      </Cell>
    </Row>
  )
}
