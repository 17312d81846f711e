import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { listWorkers } from "@/lib/workers/list-workers"
import { workerSchema } from "@/lib/workers/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/workers", {
  GET: endpoint({
    summary: "The workers that take operations and watch clusters",
    description:
      "Those that live, and those that were heard within the last hour. A token limited to tenants is told of none.",
    access: "releases:read",
    answer: z.array(workerSchema),
    verb: (actor) => listWorkers(actor),
  }),
})
