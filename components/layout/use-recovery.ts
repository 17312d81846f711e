"use client"

import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useOffline } from "next/offline"
import { useCallback, useEffect, useRef } from "react"
import { api } from "@/lib/platform/paths"
import { type Connection, reportAnswer } from "@/lib/web/client/connection"
import { request } from "@/lib/web/client/request"

const probeEveryMs = 3_000

/**
 * Detects when the server responds again and then refetches everything on screen; while live updates are paused, only
 * what failed to load. Returns the probe: a small request whose response shows whether the database is unavailable
 * (banner) or the session has ended (sign-in).
 */
export function useRecovery(connection: Connection, paused: boolean): () => void {
  const queries = useQueryClient()
  const probe = useCallback(() => ask(queries), [queries])
  const wasGone = useRef(false)
  // While the server is unreachable, Next keeps a navigation pending instead of leaving the page.
  const navigationFailed = useOffline()

  useEffect(() => {
    if (navigationFailed) reportAnswer(0)
  }, [navigationFailed])

  useEffect(() => {
    const goOffline = () => reportAnswer(0)
    window.addEventListener("offline", goOffline)
    window.addEventListener("online", probe)
    return () => {
      window.removeEventListener("offline", goOffline)
      window.removeEventListener("online", probe)
    }
  }, [probe])

  useEffect(() => {
    if (connection === "here") {
      if (wasGone.current)
        void queries.invalidateQueries({ predicate: ({ state }) => !paused || state.data === undefined })
      wasGone.current = false
      return
    }
    wasGone.current = true
    const timer = setInterval(probe, probeEveryMs)
    return () => clearInterval(timer)
  }, [connection, paused, probe, queries])

  return probe
}

function ask(queries: QueryClient): void {
  const question = {
    queryKey: ["connection"],
    queryFn: () => request(api.environments()),
    retry: false,
    staleTime: 0,
  }
  queries.fetchQuery(question).catch(() => {
    // Handled by the connection state and the sign-in redirect.
  })
}
