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

/** Those that a page still counted as fresh may have been read without. */
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
  /** Where the stream was when the page was read, so that nothing is missed until it opens. */
  after?: string
  children: ReactNode
}

/**
 * One event stream for the whole console. After a gap or a pause everything on screen is read again. A page that opens
 * later gets the events of the last seconds once more: it may have been read before them, and counts as fresh for so long.
 */
export function LiveProvider({ after, children }: LiveProviderProps) {
  // Of the first drawing: another one would open another stream.
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
    // After the effects of this commit, among them the one that takes over what the server read.
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
  if (!live) throw new Error("useLive needs the Shell around it")
  return live
}

/** Calls `handler` for every deployment recorded or updated while the component is mounted and nothing is paused. */
export function useLiveEvent(handler: Handler): void {
  const { subscribe } = useLive()
  const handle = useEffectEvent(handler)
  useEffect(() => subscribe("deployment", (event) => handle(event)), [subscribe])
}
