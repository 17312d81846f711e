import { z } from "zod"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema, activitySchema } from "@/lib/console/activity/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/activity", {
  GET: endpoint({
    summary: "What was done in both halves, newest first: what, where, who and why",
    description:
      "Deployments as they were recorded and as they were marked rolled back, and every revision of every release. Ledger and releases each need their scope to read.",
    access: "signed-in",
    query: activityQuerySchema,
    answer: z.array(activitySchema),
    verb: async (actor, { query }, { url }) => pageReply(await listActivity(actor, query), url),
  }),
})
