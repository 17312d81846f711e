import type { InfiniteData, QueryClient } from "@tanstack/react-query"
import type { Page } from "@/lib/api/request"
import type { Deployment } from "@/lib/deployments/schema"

/** Puts the newest state of a deployment wherever it was read before: alone and in lists. */
export function patchDeployment(client: QueryClient, deployment: Deployment): void {
  client.setQueryData<Deployment>(["deployment", deployment.id], deployment)
  client.setQueriesData<InfiniteData<Page<Deployment>>>({ queryKey: ["history"] }, (known) => {
    if (!known?.pages.some((page) => page.items.some((one) => one.id === deployment.id))) return known
    const pages = known.pages.map((page) => ({
      ...page,
      items: page.items.map((one) => (one.id === deployment.id ? deployment : one)),
    }))
    return { ...known, pages }
  })
}
