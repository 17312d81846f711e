"use client"

import { useQueryClient } from "@tanstack/react-query"
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
  useSyncExternalStore,
} from "react"
import { useReadAgainOnReturn } from "@/components/layout/use-read-again-on-return"
import { useRecovery } from "@/components/layout/use-recovery"
import { api } from "@/lib/platform/paths"
import { type Connection, currentConnection, onConnectionChange } from "@/lib/web/client/connection"
import type { LiveEvent, LiveState } from "@/lib/web/client/live-stream"
import { freshForMs } from "@/lib/web/client/query-client"
import { useLiveEvents } from "@/lib/web/client/use-live-events"

type Handler = (event: LiveEvent) => void
export type About = "deployment" | "release" | "rollout" | "tenant"

interface Live {
  state: LiveState
  connection: Connection
  paused: boolean
  setPaused: (paused: boolean) => void
  subscribe: (about: About, handler: Handler) => () => void
}

interface RecentEvent {
  about: About
  event: LiveEvent
  at: number
}

const maxRecent = 500

/** Recent events that a query still considered fresh may have been read without. */
function keepRecent(events: RecentEvent[]): RecentEvent[] {
  const oldest = Date.now() - freshForMs
  return events.filter(({ at }) => at >= oldest).slice(-maxRecent)
}

const LiveContext = createContext<Live | null>(null)
const types = [
  "deployment.recorded",
  "deployment.updated",
  "release.updated",
  "rollout.updated",
  "tenant.updated",
] as const
const abouts: readonly About[] = ["deployment", "release", "rollout", "tenant"]

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
  const [url] = useState(() => api.deploymentEvents({ after, releases: true }))
  const queries = useQueryClient()
  const handlers = useRef(new Map<About, Set<Handler>>(abouts.map((about) => [about, new Set()])))
  const recent = useRef<RecentEvent[]>([])
  const [paused, setPaused] = useState(false)
  const connection = useSyncExternalStore(onConnectionChange, currentConnection, () => "here" as const)

  const probe = useRecovery(connection, paused)
  useReadAgainOnReturn(paused)
  const state = useLiveEvents(
    url,
    (event) => {
      const about = abouts.find((one) => event.type.startsWith(`${one}.`))
      if (about === undefined) return
      recent.current = keepRecent([...recent.current, { about, event, at: Date.now() }])
      for (const handler of handlers.current.get(about) ?? []) handler(event)
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
  const subscribe = useCallback((about: About, handler: Handler) => {
    const audience = handlers.current.get(about)
    audience?.add(handler)
    // Runs after the effects of this commit, including the one that hydrates the server's data.
    queueMicrotask(() => {
      if (!audience?.has(handler)) return
      recent.current = keepRecent(recent.current)
      for (const past of recent.current) if (past.about === about) handler(past.event)
    })
    return () => {
      audience?.delete(handler)
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

/**
 * Calls `handler` for every deployment recorded or updated while the component is mounted and live updates are not
 * paused.
 */
export function useLiveEvent(handler: Handler): void {
  const { subscribe } = useLive()
  const handle = useEffectEvent(handler)
  useEffect(() => subscribe("deployment", (event) => handle(event)), [subscribe])
}
