import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query"
import { useQueryStates } from "nuqs"
import { lazy } from "react"
import { pollMs, unmanagedParsers, unmanagedQuery } from "@/components/fleet/clusters/clusters-query"
import { usePolling } from "@/components/layout/live"
import { Card } from "@/components/ui/card"
import { actionsColumn } from "@/components/ui/column-kinds"
import { DialogButton } from "@/components/ui/dialog-button"
import { Filters } from "@/components/ui/filters"
import { Link } from "@/components/ui/link"
import { type ListColumn, ListTable } from "@/components/ui/list-table"
import { LoadMore } from "@/components/ui/load-more"
import { rowsOf } from "@/components/ui/table-query"
import { Time } from "@/components/ui/time"
import type { UnmanagedRelease } from "@/lib/fleet/releases/unmanaged-schema"
import { pages } from "@/lib/platform/paths"

const AdoptDialog = lazy(() => import("@/components/fleet/clusters/adopt-dialog"))

const columns: readonly ListColumn<UnmanagedRelease>[] = [
  { id: "release", label: "Release", name: true, value: ({ releaseName }) => releaseName },
  {
    id: "tenant",
    label: "Tenant",
    width: 160,
    cell: ({ tenantId, tenantName }) =>
      tenantId === null ? (
        <span className="text-muted">Unassigned namespace</span>
      ) : (
        <Link href={pages.tenant(tenantId)}>{tenantName}</Link>
      ),
  },
  {
    id: "namespace",
    label: "Namespace",
    width: 208,
    cell: ({ namespace, cluster }) => (
      <span className="font-mono text-xs" title={`${namespace} in ${cluster}`}>
        {namespace}
      </span>
    ),
  },
  {
    id: "chart",
    label: "Chart",
    width: 224,
    mono: true,
    value: ({ chartName, chartVersion }) => (chartName === null ? "…" : `${chartName} ${chartVersion}`),
  },
  {
    id: "revision",
    label: "Last revision",
    width: 128,
    value: ({ revision, status }) => `${revision} · ${status}`,
  },
  {
    id: "firstSeen",
    label: "First seen",
    width: 112,
    cell: ({ firstSeenAt }) => (
      <span className="text-muted">
        <Time at={firstSeenAt} />
      </span>
    ),
  },
]

const adoptColumn = actionsColumn<UnmanagedRelease>(96, (release) => (
  <DialogButton
    of={release.releaseName}
    variant="secondary"
    dialog={(state) => <AdoptDialog {...state} release={release} />}
  >
    Adopt
  </DialogButton>
))

/** Releases installed with Helm alone: shown here, and changed by Slipway only once they are adopted. */
export function UnmanagedList({ canChange }: { canChange: boolean }) {
  const [filter, setFilter] = useQueryStates(unmanagedParsers, { throttleMs: 250 })
  const query = useInfiniteQuery({
    ...unmanagedQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(pollMs),
  })
  const releases = rowsOf(query)
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
                kind: "detail",
                linked: true,
                name: "adoptable",
                label: "In the namespace of a tenant",
                show: () => "yes",
              },
            ]}
          />
        </div>
      )}
      <ListTable
        label="Unmanaged releases"
        className="min-w-[70rem]"
        regionClassName=""
        columns={canChange ? [...columns, adoptColumn] : columns}
        rowKey={({ id }) => id}
        read={{ ...query, data: query.data && releases }}
        empty={
          <p className="py-6 text-sm text-muted">
            {filter.q === null && filter.adoptable === null
              ? "Every Helm release in the clusters is managed here. Releases installed by hand appear within seconds."
              : filter.q === null
                ? "Every Helm release in the namespace of a tenant is managed here."
                : `No unmanaged release has “${filter.q}” in its name, namespace or chart.`}
          </p>
        }
      />
      <LoadMore query={query} />
    </Card>
  )
}
