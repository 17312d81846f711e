import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useDeploymentEvent } from "@/components/layout/live"
import { useAfterChange } from "@/components/layout/use-after-change"
import { type HistoryFilter, historyList } from "@/components/ledger/deployments/history-query"
import type { ChangeOptions } from "@/components/ui/use-api-mutation"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"
import { reread, setLiveData } from "@/lib/web/client/live-query"
import type { LiveEvent } from "@/lib/web/client/live-stream"
import { queryKeys } from "@/lib/web/client/query-keys"
import { type Page, requestPage } from "@/lib/web/client/request"

/** Subscribes to changes of deployments on screen: updates them immediately and refetches what depends on them. */
export function useDeploymentEvents(): void {
  const client = useQueryClient()
  useDeploymentEvent((event) => {
    const deployment = deploymentOf(event)
    if (deployment === null) return
    const { id, application, imageTag } = deployment
    patchDeployment(client, deployment)
    reread(client, { queryKey: queryKeys.promotionPath(application, imageTag) })
    reread(client, { queryKey: queryKeys.auditOf("deployment", id) })
  })
}

/** A busy pipeline records many per second; this limits how often the top of the list is refetched. */
const pauseMs = 700
/** Keeps the top of a list of deployments up to date; the API decides whether a new one belongs there. */
export function useHistoryEvents(filter: HistoryFilter): void {
  const client = useQueryClient()
  useAfterChange("deployment", () => void refresh(), pauseMs)

  async function refresh() {
    const { queryKey, initialPageParam } = historyList.query(filter)
    const fresh = await requestPage(initialPageParam).catch(() => null)
    const history = client.getQueryData<History>(queryKey)
    if (fresh === null || history === undefined) return
    const merged = mergeNewestPage(history, fresh)
    if (merged === null) reread(client, { queryKey })
    else setLiveData<History>(client, queryKey, () => merged)
  }
}

/** Lists exclude annulled deployments. */
export function patchDeployment(client: QueryClient, deployment: Deployment): void {
  setLiveData<Deployment>(client, queryKeys.deployment(deployment.id), () => deployment)
  for (const { queryKey } of client.getQueryCache().findAll({ queryKey: queryKeys.history })) {
    setLiveData<InfiniteData<Page<Deployment>>>(client, queryKey, (history) => {
      if (!history?.pages.some((page) => page.items.some((item) => item.id === deployment.id))) return history
      const pages = history.pages.map((page) => ({
        ...page,
        items: page.items.flatMap((item) => {
          if (item.id !== deployment.id) return item
          return deployment.annulledAt === null ? deployment : []
        }),
      }))
      return { ...history, pages }
    })
  }
}

/** What follows a change of a deployment that the user sent. */
export function useDeploymentChanged({ id }: Deployment, toast: ChangeOptions<Deployment>["toast"]) {
  const client = useQueryClient()
  return {
    toast,
    invalidates: [queryKeys.auditOf("deployment", id)],
    onSuccess: (changed: Deployment) => {
      patchDeployment(client, changed)
      reread(client, { queryKey: queryKeys.deployment(id) })
    },
  }
}

export type History = InfiniteData<Page<Deployment>, string>

/**
 * Merges a fresh first page into the loaded pages: new rows are added on top, known rows are updated, and rows that no
 * longer match the filter are removed. Null if the two do not overlap, because rows in between would be missing.
 */
export function mergeNewestPage(history: History, fresh: Page<Deployment>): History | null {
  if (fresh.next === null) return { pages: [fresh], pageParams: history.pageParams.slice(0, 1) }
  const ids = new Set(fresh.items.map((item) => item.id))
  const meeting = history.pages.findLastIndex((page) => page.items.some((item) => ids.has(item.id)))
  const page = history.pages[meeting]
  if (page === undefined) return null
  const last = page.items.findLastIndex((item) => ids.has(item.id))
  const first = { items: [...fresh.items, ...page.items.slice(last + 1)], next: page.next }
  return {
    pages: [first, ...history.pages.slice(meeting + 1)],
    pageParams: [...history.pageParams.slice(0, 1), ...history.pageParams.slice(meeting + 1)],
  }
}

export function deploymentOf({ data }: LiveEvent): Deployment | null {
  return isDeployment(data) ? data : null
}

// A shallow check is enough for our own stream; the full schema would add 30 kB to every page.
function isDeployment(data: unknown): data is Deployment {
  return (
    typeof data === "object" &&
    data !== null &&
    "id" in data &&
    typeof data.id === "string" &&
    "deployedAt" in data &&
    typeof data.deployedAt === "string" &&
    "status" in data &&
    deploymentStatuses.some((status) => status === data.status)
  )
}
