import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { listChanges } from "@/lib/state/list-changes"
import { changeSchema, changesQuerySchema } from "@/lib/state/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/changes", {
  GET: endpoint({
    summary: "What changed between two instants",
    description: "Where another image tag or other service versions ran, come and gone included.",
    access: "deployments:read",
    query: changesQuerySchema,
    answer: z.array(changeSchema),
    verb: (actor, { query }) => listChanges(actor, query),
  }),
})
