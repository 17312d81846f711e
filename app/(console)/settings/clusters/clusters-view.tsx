"use client"

import { useQuery } from "@tanstack/react-query"
import { RefreshCw } from "lucide-react"
import { ClusterRow } from "@/components/clusters/cluster-row"
import { clustersQuery } from "@/components/clusters/clusters-query"
import { ConnectCluster } from "@/components/clusters/connect-cluster"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { HeadCell, NoteRow, SkeletonRows, Table } from "@/components/ui/table"

/** The clusters that Slipway was given when it was started, and whether each answers. */
export function ClustersView() {
  const query = useQuery(clustersQuery)
  const clusters = query.data ?? []
  return (
    <>
      <PageHeader
        title="Clusters"
        still
        actions={
          <Button
            icon={<RefreshCw size={14} aria-hidden="true" />}
            loading={query.isFetching}
            onClick={() => void query.refetch()}
          >
            Ask again
          </Button>
        }
      />
      <PageBody>
        <Table
          label="Clusters"
          regionClassName="rounded-md border border-line bg-surface"
          className="min-w-2xl"
        >
          <thead>
            <tr>
              <HeadCell className="w-56">Name</HeadCell>
              <HeadCell className="w-40">State</HeadCell>
              <HeadCell className="w-52">Kubernetes</HeadCell>
              <HeadCell>API</HeadCell>
              <HeadCell className="w-44">Known from</HeadCell>
            </tr>
          </thead>
          <tbody>
            {query.isPending && <SkeletonRows columns={5} rows={2} />}
            {query.isError && (
              <NoteRow columns={5}>
                <ErrorState
                  title="The clusters could not be asked"
                  error={query.error}
                  onRetry={() => void query.refetch()}
                />
              </NoteRow>
            )}
            {query.isSuccess && clusters.length === 0 && (
              <NoteRow columns={5}>
                <p className="px-3 py-6 text-sm text-muted">
                  No cluster is set up, and the sandbox does not run.
                </p>
              </NoteRow>
            )}
            {clusters.map((cluster) => (
              <ClusterRow key={cluster.name} cluster={cluster} />
            ))}
          </tbody>
        </Table>
        <ConnectCluster />
      </PageBody>
    </>
  )
}
