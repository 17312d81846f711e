import { queryOptions } from "@tanstack/react-query"
import type { TimelineFilter } from "@/components/ledger/timeline/timeline-query"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api, type Query } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/**
 * The newest record that matches the timeline's filter, up to an instant (epoch milliseconds); null if there is none.
 */
export function newestQuery({ environment, application }: TimelineFilter, asOf: number | null) {
  const parameters = newestParameters({ environment, application }, asOf)
  return queryOptions({
    queryKey: ["newest-deployment", parameters],
    queryFn: async ({ signal }) => {
      const [newest = null] = await request<Deployment[]>(api.history(parameters), { signal })
      return newest
    },
  })
}

export function newestParameters(
  { environment, application }: Pick<TimelineFilter, "environment" | "application">,
  asOf: number | null,
): Query {
  return { environment, application, to: asOf === null ? null : new Date(asOf).toISOString(), limit: 1 }
}
