"use client"

import { focusManager, type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useOffline } from "next/offline"
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react"
import { api } from "@/lib/platform/paths"
import { type Connection, connectionState, reportResponse } from "@/lib/web/client/connection"
import { type LiveEvent, type LiveState, useLiveEvents } from "@/lib/web/client/live-stream"
import { freshForMs } from "@/lib/web/client/query-client"
import { request } from "@/lib/web/client/request"
import { useStore } from "@/lib/web/client/use-store"

type Handler = (event: LiveEvent) => void
export type EventSubject = "deployment" | "quarantine" | "release" | "rollout" | "tenant"

interface Live {
  state: LiveState
  connection: Connection
  paused: boolean
  setPaused: (paused: boolean) => void
  subscribe: (subject: EventSubject, handler: Handler) => () => void
}

interface RecentEvent {
  event: LiveEvent
  at: number
}

const maxRecent = 500

/** Recent events that the data of a fresh query may not include. */
function keepRecent(events: RecentEvent[]): RecentEvent[] {
  const oldest = Date.now() - freshForMs
  return events.filter(({ at }) => at >= oldest).slice(-maxRecent)
}

const LiveContext = createContext<Live | null>(null)
const types = [
  "deployment.recorded",
  "deployment.updated",
  "quarantine.updated",
  "release.updated",
  "rollout.updated",
  "tenant.updated",
] as const
const isOfSubject = (subject: EventSubject, { type }: LiveEvent) => type.startsWith(`${subject}.`)

interface LiveProviderProps {
  /** The position of the event stream when the page was rendered, so that no event is missed until the stream opens. */
  after?: string
  children: ReactNode
}

/**
 * One event stream for the whole console. After a gap or a pause all data on screen is reloaded. A page opened later
 * receives the events of the last seconds again: its data may be older, and counts as fresh for that long.
 */
export function LiveProvider({ after, children }: LiveProviderProps) {
  // Fixed at the first render: a changed URL would open another stream.
  const [url] = useState(() => api("/events", { after }))
  const queries = useQueryClient()
  const subscriptions = useRef(new Set<{ subject: EventSubject; handler: Handler }>())
  const recent = useRef<RecentEvent[]>([])
  const [paused, setPaused] = useState(false)
  const connection = useStore(connectionState)

  const probe = useRecovery(connection, paused)
  useRefetchOnReturn(paused)
  const state = useLiveEvents(
    url,
    (event) => {
      recent.current = keepRecent([...recent.current, { event, at: Date.now() }])
      for (const { subject, handler } of subscriptions.current)
        if (isOfSubject(subject, event)) handler(event)
    },
    { types, paused, onGap: () => void queries.invalidateQueries(), onLost: probe },
  )
  const pause = useCallback(
    (next: boolean) => {
      setPaused(next)
      if (!next) void queries.invalidateQueries()
    },
    [queries],
  )
  const subscribe = useCallback((subject: EventSubject, handler: Handler) => {
    const subscription = { subject, handler }
    const subscribers = subscriptions.current.add(subscription)
    // Runs after the effects of this commit, including the one that hydrates the server's data.
    queueMicrotask(() => {
      if (!subscribers.has(subscription)) return
      recent.current = keepRecent(recent.current)
      for (const { event } of recent.current) if (isOfSubject(subject, event)) handler(event)
    })
    return () => {
      subscribers.delete(subscription)
    }
  }, [])

  const live = useMemo(
    () => ({ state, connection, paused, setPaused: pause, subscribe }),
    [state, connection, paused, pause, subscribe],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error("useLive must be used inside Shell")
  return live
}

/** The polling interval of a query without live events; none while live updates are paused. */
export function usePolling(intervalMs: number): number | false {
  return useLive().paused ? false : intervalMs
}

/** Calls `handler` for each deployment recorded or updated, unless live updates are paused. */
export function useDeploymentEvent(handler: Handler): void {
  const { subscribe } = useLive()
  const handle = useEffectEvent(handler)
  useEffect(() => subscribe("deployment", (event) => handle(event)), [subscribe])
}

const probeEveryMs = 3_000

/**
 * Detects when the server responds again and then refetches everything on screen; while live updates are paused, only
 * what failed to load. Returns the probe: a small request whose response shows whether the database is unavailable
 * (banner) or the session has ended (sign-in).
 */
function useRecovery(connection: Connection, paused: boolean): () => void {
  const queries = useQueryClient()
  const probe = useCallback(() => refetchActive(queries), [queries])
  const wasGone = useRef(false)
  // While the server is unreachable, Next keeps a navigation pending instead of leaving the page.
  const navigationFailed = useOffline()

  useEffect(() => {
    if (navigationFailed) reportResponse(0)
  }, [navigationFailed])

  useEffect(() => {
    const goOffline = () => reportResponse(0)
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

function refetchActive(queries: QueryClient): void {
  const question = {
    queryKey: ["connection"],
    queryFn: () => request(api("/platform/environments")),
    retry: false,
    staleTime: 0,
  }
  queries.fetchQuery(question).catch(() => {
    // Handled by the connection state and the sign-in redirect.
  })
}

/** Refetches stale data on screen when the user returns to the window, unless live updates are paused. */
function useRefetchOnReturn(paused: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (paused) return
    return focusManager.subscribe((focused) => {
      if (focused) void queries.refetchQueries({ type: "active", stale: true })
    })
  }, [paused, queries])
}
