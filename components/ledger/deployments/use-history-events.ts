"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useAfterChange } from "@/components/layout/use-after-change"
import { type History, mergeNewestPage } from "@/components/ledger/deployments/history-live"
import { type HistoryFilter, historyQuery } from "@/components/ledger/deployments/history-query"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { reread, setLiveData } from "@/lib/web/client/live-query"
import { requestPage } from "@/lib/web/client/request"

/** A busy pipeline records many per second; this limits how often the top of the list is refetched. */
const pauseMs = 700
const ledger = ["deployment"] as const

/** Keeps the top of a list of deployments up to date; the API decides whether a new one belongs there. */
export function useHistoryEvents(filter: HistoryFilter): void {
  const client = useQueryClient()
  useAfterChange(ledger, () => void refresh(), pauseMs)

  async function refresh() {
    const { queryKey, initialPageParam } = historyQuery(filter)
    const fresh = await requestPage<Deployment>(initialPageParam).catch(() => null)
    const known = client.getQueryData<History>(queryKey)
    if (fresh === null || known === undefined) return
    const merged = mergeNewestPage(known, fresh)
    if (merged === null) reread(client, { queryKey })
    else setLiveData<History>(client, queryKey, () => merged)
  }
}
