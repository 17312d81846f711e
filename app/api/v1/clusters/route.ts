import { listClusters } from "@/lib/fleet/cluster-watch/list-clusters"
import { clusterSchema } from "@/lib/kube/cluster/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/clusters", {
  GET: endpoint({
    summary: "List clusters and their status",
    description:
      "Waits at most two seconds for each cluster. A token limited to tenants sees only their clusters.",
    access: "releases:read",
    response: clusterSchema.array(),
    verb: (actor) => listClusters(actor),
  }),
})
