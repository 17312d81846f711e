import { z } from "zod"
import { listRollouts } from "@/lib/fleet/rollouts/list-rollouts"
import { rolloutQuerySchema, rolloutSchema } from "@/lib/fleet/rollouts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts", {
  GET: endpoint({
    summary: "List rollouts, newest first",
    description:
      "A token limited to tenants sees only rollouts with their releases, and counts only those releases.",
    access: "releases:read",
    query: rolloutQuerySchema,
    answer: z.array(rolloutSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listRollouts(actor, query), url),
  }),
})
