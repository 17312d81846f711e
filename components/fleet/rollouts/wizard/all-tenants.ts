import { queryOptions } from "@tanstack/react-query"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import { api } from "@/lib/platform/paths"
import { requestPage } from "@/lib/web/client/request"

/** Covers the maximum number of tenants of a rollout. */
const maxPages = 4

/** All tenants, for their tags. */
export const allTenantsQuery = queryOptions({
  queryKey: ["tenants", "all"],
  queryFn: async ({ signal }) => {
    const tenants: Tenant[] = []
    let next: string | null = api.tenants({ limit: 500 })
    for (let page = 0; page < maxPages && next !== null; page++) {
      const answer: { items: Tenant[]; next: string | null } = await requestPage<Tenant>(next, { signal })
      tenants.push(...answer.items)
      next = answer.next
    }
    return tenants
  },
})
