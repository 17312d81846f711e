import { z } from "zod"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema, activitySchema } from "@/lib/console/activity/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/activity", {
  GET: endpoint({
    summary: "List activity",
    description:
      "Recorded deployments, rollback marks and release revisions, newest first. Deployments require `deployments:read`, releases require `releases:read`.",
    access: "signed-in",
    query: activityQuerySchema,
    answer: z.array(activitySchema),
    verb: async (actor, { query }, { url }) => pageReply(await listActivity(actor, query), url),
  }),
})
