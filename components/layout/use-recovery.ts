"use client"

import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useOffline } from "next/offline"
import { useCallback, useEffect, useRef } from "react"
import { api } from "@/lib/platform/paths"
import { type Connection, reportAnswer } from "@/lib/web/client/connection"
import { request } from "@/lib/web/client/request"

const probeEveryMs = 3_000

/**
 * Finds out by itself when the server answers again, and then reads everything on screen once more; where the page stands
 * still, only what could not be read. Answers the probe: one small question whose answer says whether the database is unavailable
 * (banner) or the session is over (sign-in).
 */
export function useRecovery(connection: Connection, paused: boolean): () => void {
  const queries = useQueryClient()
  const probe = useCallback(() => ask(queries), [queries])
  const wasGone = useRef(false)
  // Next holds a navigation that cannot reach the server until it can, instead of leaving the page.
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
    // The connection state and the sign-in redirect already act on it.
  })
}
