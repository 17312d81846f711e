import { z } from "zod"
import { listClusters } from "@/lib/fleet/cluster-watch/list-clusters"
import { clusterSchema } from "@/lib/kube/cluster/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/clusters", {
  GET: endpoint({
    summary: "The clusters, whether each can be reached, and what is heard of it",
    description:
      "Waits at most two seconds for any of them. A token limited to tenants is told of their clusters alone.",
    access: "releases:read",
    answer: z.array(clusterSchema),
    verb: (actor) => listClusters(actor),
  }),
})
