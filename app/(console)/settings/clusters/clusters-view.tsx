"use client"

import { useQuery } from "@tanstack/react-query"
import { ClusterRow, ConnectCluster, clusterColumns } from "@/components/fleet/clusters/cluster-row"
import { clustersQuery, lookMs } from "@/components/fleet/clusters/clusters-query"
import { UnmanagedList } from "@/components/fleet/clusters/unmanaged-list"
import { WorkerList } from "@/components/fleet/clusters/worker-list"
import { useLive } from "@/components/layout/live"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { ErrorState } from "@/components/ui/error-state"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"

/** The configured clusters, their connection state, and the releases in them that Slipway does not manage. */
export function ClustersView({ mayChange }: { mayChange: boolean }) {
  const { paused } = useLive()
  const query = useQuery({ ...clustersQuery, refetchInterval: paused ? false : lookMs })
  const clusters = query.data ?? []
  return (
    <>
      <PageHeader title="Clusters" />
      <PageBody>
        <Table
          label="Clusters"
          regionClassName="rounded-md border border-line bg-surface"
          className="min-w-4xl"
        >
          <thead>
            <tr>
              <HeadCell className="w-44">Name</HeadCell>
              <HeadCell className="w-36">State</HeadCell>
              <HeadCell className="w-48">Kubernetes</HeadCell>
              <HeadCell className="w-72">Watch</HeadCell>
              <HeadCell className="w-44">Releases</HeadCell>
              <HeadCell>API</HeadCell>
            </tr>
          </thead>
          <tbody>
            {query.isPending && <SkeletonRows columns={clusterColumns} rows={1} />}
            {query.isError && (
              <NoteRow columns={clusterColumns}>
                <ErrorState title="Could not load clusters" read={query} />
              </NoteRow>
            )}
            {query.isSuccess && clusters.length === 0 && (
              <NoteRow columns={clusterColumns}>
                <p className="px-3 py-6 text-sm text-muted">
                  No cluster is configured and the sandbox is not running.
                </p>
              </NoteRow>
            )}
            {clusters.map((cluster) => (
              <ClusterRow key={cluster.name} cluster={cluster} />
            ))}
          </tbody>
        </Table>
        <UnmanagedList mayChange={mayChange} />
        <WorkerList />
        <ConnectCluster />
      </PageBody>
    </>
  )
}
