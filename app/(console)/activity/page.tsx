import { HydrationBoundary } from "@tanstack/react-query"
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
import { hydrate } from "@/lib/web/client/hydrate"
import { ActivityView } from "./activity-view"

export const metadata: Metadata = { title: "Activity" }

const activity = { schema: activityQuerySchema, verb: listActivity, path: api.activity }
const readSearch = createLoader(activityParsers)

export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const state = await hydrate((client) => [
    client.prefetchInfiniteQuery({
      ...activityQuery(filter),
      queryFn: () => firstPage(actor, { ...filter, limit: activityPageSize }, activity),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <ActivityView />
    </HydrationBoundary>
  )
}
