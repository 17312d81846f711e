import { z } from "zod"
import { getRollout } from "@/lib/fleet/rollouts/get-rollout"
import { rolloutDetailSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}", {
  GET: endpoint({
    summary: "Get a rollout with its waves and releases",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Must be the id of a rollout.") }),
    answer: rolloutDetailSchema,
    etag: true,
    verb: (actor, { params }) => getRollout(actor, params.id),
  }),
})
