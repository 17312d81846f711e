import type { Metadata } from "next"
import { activityParsers, activityQuery } from "@/components/console/activity/activity-query"
import { listRoute } from "@/components/layout/list-route"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema } from "@/lib/console/activity/schema"
import { ActivityView } from "./activity-view"

export const metadata: Metadata = { title: "Activity" }

export default listRoute({
  parsers: activityParsers,
  query: activityQuery,
  list: { schema: activityQuerySchema, handler: listActivity },
  view: () => <ActivityView />,
})
