import { deleteDemoData } from "@/lib/console/demo/delete-demo-data"
import { demoStateSchema, getDemoState } from "@/lib/console/demo/demo-state"
import { getStatus } from "@/lib/console/health/get-status"
import { statusSchema } from "@/lib/console/health/status-schema"
import { listClusters } from "@/lib/fleet/cluster-watch/list-clusters"
import { listWorkers } from "@/lib/fleet/worker-registry/list-workers"
import { workerSchema } from "@/lib/fleet/worker-registry/schema"
import { clusterSchema } from "@/lib/kube/cluster/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const clusters = defineRoute("/api/v1/clusters", {
  GET: endpoint({
    summary: "List clusters and their status",
    description:
      "Waits at most two seconds for each cluster. A token limited to tenants sees only their clusters.",
    access: "releases:read",
    response: clusterSchema.array(),
    handler: (actor) => listClusters(actor),
  }),
})

export const demo = defineRoute("/api/v1/demo", {
  GET: endpoint({
    summary: "Check whether there is demo data",
    access: "signed-in",
    response: demoStateSchema,
    handler: (actor) => getDemoState(actor),
  }),
  DELETE: endpoint({
    summary: "Remove the demo data",
    description: "Deletes only the data that the demo created. Returns 204 even if there is no demo data.",
    access: "admin",
    handler: (actor) => deleteDemoData(actor),
  }),
})

export const status = defineRoute("/api/v1/status", {
  GET: endpoint({
    summary: "Get the state of the installation",
    description:
      "Versions, database, queue, workers, clusters, disk and backup, and what needs attention. Clusters are reported as last observed by their watch.",
    access: "admin",
    response: statusSchema,
    handler: (actor) => getStatus(actor),
  }),
})

export const workers = defineRoute("/api/v1/workers", {
  GET: endpoint({
    summary: "List the workers that run operations and watch clusters",
    description:
      "Running workers, and those with a heartbeat within the last hour. A token limited to tenants gets an empty list.",
    access: "releases:read",
    response: workerSchema.array(),
    handler: (actor) => listWorkers(actor),
  }),
})
