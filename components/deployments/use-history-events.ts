"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { type History, layOver } from "@/components/deployments/history-live"
import { type HistoryFilter, historyQuery } from "@/components/deployments/history-query"
import { useLiveEvent } from "@/components/layout/live"
import { requestPage } from "@/lib/api/request"
import type { Deployment } from "@/lib/deployments/schema"

/** A busy pipeline records many a second; the top of the list is read at most this often. */
const pauseMs = 700

/** Keeps the top of a list of deployments up to date; whether a new one belongs there, the API says. */
export function useHistoryEvents(filter: HistoryFilter): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  useLiveEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void refresh()
    }, pauseMs)
  })

  async function refresh() {
    const { queryKey, initialPageParam } = historyQuery(filter)
    const fresh = await requestPage<Deployment>(initialPageParam).catch(() => null)
    const known = client.getQueryData<History>(queryKey)
    if (fresh === null || known === undefined) return
    const laid = layOver(known, fresh)
    if (laid === null) void client.invalidateQueries({ queryKey })
    else client.setQueryData<History>(queryKey, laid)
  }
}
