import { listWorkers } from "@/lib/fleet/worker-registry/list-workers"
import { workerSchema } from "@/lib/fleet/worker-registry/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/workers", {
  GET: endpoint({
    summary: "List the workers that run operations and watch clusters",
    description:
      "Running workers, and those with a heartbeat within the last hour. A token limited to tenants gets an empty list.",
    access: "releases:read",
    response: workerSchema.array(),
    verb: (actor) => listWorkers(actor),
  }),
})
