"use client"

import { queryOptions, useQuery } from "@tanstack/react-query"
import { Badge } from "@/components/ui/badge"
import { request } from "@/lib/api/request"
import type { ClusterState } from "@/lib/cluster/schema"
import { api } from "@/lib/paths"

const clustersQuery = queryOptions({
  queryKey: ["clusters"],
  queryFn: ({ signal }) => request<ClusterState[]>(api.clusters(), { signal }),
})

/** The name of a cluster, and that it is only for trying out where it is. */
export function ClusterName({ name }: { name: string }) {
  const clusters = useQuery(clustersQuery)
  const cluster = clusters.data?.find((one) => one.name === name)
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span className="truncate">{name}</span>
      {cluster?.sandbox && <Badge>Sandbox: in memory, for trying out</Badge>}
      {cluster?.reachable === false && <Badge tone="failed">Not reachable</Badge>}
    </span>
  )
}
