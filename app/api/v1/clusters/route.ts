import { z } from "zod"
import { listClusters } from "@/lib/cluster/list-clusters"
import { clusterSchema } from "@/lib/cluster/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/clusters", {
  GET: endpoint({
    summary: "The clusters, and whether each can be reached",
    description: "Waits at most two seconds for any of them.",
    access: "releases:read",
    answer: z.array(clusterSchema),
    verb: (actor) => listClusters(actor),
  }),
})
