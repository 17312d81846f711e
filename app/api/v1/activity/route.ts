import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema, activitySchema } from "@/lib/console/activity/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/activity", {
  GET: endpoint({
    summary: "List activity",
    description:
      "Recorded deployments, rollback marks and release revisions, newest first. Deployments require `deployments:read`, releases require `releases:read`.",
    access: "signed-in",
    query: activityQuerySchema,
    response: activitySchema.array(),
    verb: (actor, { query }) => listActivity(actor, query),
  }),
})
