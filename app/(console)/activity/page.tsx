import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { activityPageSize, activityParsers, activityQuery } from "@/components/activity/activity-query"
import { listActivity } from "@/lib/activity/list-activity"
import { activityQuerySchema } from "@/lib/activity/schema"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { requirePageUser } from "@/lib/auth/page-actor"
import { api } from "@/lib/paths"
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
