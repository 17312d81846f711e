import { queryOptions } from "@tanstack/react-query"
import { request } from "@/lib/api/request"
import type { ClusterState } from "@/lib/cluster/schema"
import { api } from "@/lib/paths"

/** The clusters that are set up, each with whether it answers now. */
export const clustersQuery = queryOptions({
  queryKey: ["clusters"],
  queryFn: ({ signal }) => request<ClusterState[]>(api.clusters(), { signal }),
})
