import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import {
  activityPageSize,
  activityParsers,
  activityQuery,
} from "@/components/console/activity/activity-query"
import { listActivity } from "@/lib/console/activity/list-activity"
import { activityQuerySchema } from "@/lib/console/activity/schema"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preloadList } from "@/lib/web/client/hydrated"
import { ActivityView } from "./activity-view"

export const metadata: Metadata = { title: "Activity" }

const activity = { schema: activityQuerySchema, verb: listActivity, path: api.activity }
const readSearch = createLoader(activityParsers)

export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  return (
    <Hydrated
      reads={[
        preloadList(activityQuery(filter), () =>
          firstPage(actor, { ...filter, limit: activityPageSize }, activity),
        ),
      ]}
    >
      <ActivityView />
    </Hydrated>
  )
}
