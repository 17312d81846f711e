"use client"

import { useQuery } from "@tanstack/react-query"
import { ClusterRow, ConnectCluster } from "@/components/fleet/clusters/cluster-row"
import { clustersQuery, lookMs } from "@/components/fleet/clusters/clusters-query"
import { UnmanagedList } from "@/components/fleet/clusters/unmanaged-list"
import { WorkerList } from "@/components/fleet/clusters/worker-list"
import { usePolling } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { type ListHead, ListTable } from "@/components/ui/list-table"

const heads: readonly ListHead[] = [
  { label: "Name", width: "w-44" },
  { label: "State", width: "w-36" },
  { label: "Kubernetes", width: "w-48" },
  { label: "Watch", width: "w-72" },
  { label: "Releases", width: "w-44" },
  { label: "API" },
]

/** The configured clusters, their connection state, and the releases in them that Slipway does not manage. */
export function ClustersView({ mayChange }: { mayChange: boolean }) {
  const query = useQuery({ ...clustersQuery, refetchInterval: usePolling(lookMs) })
  return (
    <>
      <PageHeader title="Clusters" />
      <PageBody>
        <ListTable
          label="Clusters"
          className="min-w-4xl"
          heads={heads}
          rows={query.data}
          read={query}
          failure="Could not load clusters"
          expected={1}
          empty={
            <p className="px-3 py-6 text-sm text-muted">
              No cluster is configured and the sandbox is not running.
            </p>
          }
        >
          {(cluster) => <ClusterRow key={cluster.name} cluster={cluster} />}
        </ListTable>
        <UnmanagedList mayChange={mayChange} />
        <WorkerList />
        <ConnectCluster />
      </PageBody>
    </>
  )
}
