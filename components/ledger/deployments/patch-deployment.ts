import type { InfiniteData, QueryClient } from "@tanstack/react-query"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { setLiveData } from "@/lib/web/client/live-query"
import type { Page } from "@/lib/web/client/request"

/**
 * Writes the newest state of a deployment to every cached query: single and in lists, which exclude annulled
 * deployments.
 */
export function patchDeployment(client: QueryClient, deployment: Deployment): void {
  setLiveData<Deployment>(client, ["deployment", deployment.id], () => deployment)
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: ["history"] })) {
    setLiveData<InfiniteData<Page<Deployment>>>(client, queryKey, (known) => {
      if (!known?.pages.some((page) => page.items.some((one) => one.id === deployment.id))) return known
      const pages = known.pages.map((page) => ({
        ...page,
        items: page.items.flatMap((one) => {
          if (one.id !== deployment.id) return one
          return deployment.annulledAt === null ? deployment : []
        }),
      }))
      return { ...known, pages }
    })
  }
}
