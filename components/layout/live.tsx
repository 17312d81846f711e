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
import { useRecovery } from "@/components/layout/use-recovery"
import { type Connection, currentConnection, onConnectionChange } from "@/lib/api/connection"
import type { LiveEvent, LiveState } from "@/lib/api/live-stream"
import { useLiveEvents } from "@/lib/api/use-live-events"
import { api } from "@/lib/paths"

type Handler = (event: LiveEvent) => void
type About = "deployment" | "release"

interface Live {
  state: LiveState
  connection: Connection
  paused: boolean
  setPaused: (paused: boolean) => void
  subscribe: (about: About, handler: Handler) => () => void
}

const LiveContext = createContext<Live | null>(null)
const types = ["deployment.recorded", "deployment.updated", "release.updated"] as const

interface LiveProviderProps {
  /** Where the stream was when the page was read, so that nothing is missed until it opens. */
  after?: string
  children: ReactNode
}

/** One event stream for the whole console. After a gap or a pause everything on screen is read again. */
export function LiveProvider({ after, children }: LiveProviderProps) {
  // Of the first drawing: another one would open another stream.
  const [url] = useState(() => api.deploymentEvents({ after, releases: true }))
  const queries = useQueryClient()
  const handlers = useRef<Record<About, Set<Handler>>>({ deployment: new Set(), release: new Set() })
  const [paused, setPaused] = useState(false)
  const connection = useSyncExternalStore(onConnectionChange, currentConnection, () => "here" as const)

  const probe = useRecovery(connection)
  const state = useLiveEvents(
    url,
    (event) => {
      const about = event.type === "release.updated" ? "release" : "deployment"
      for (const handler of handlers.current[about]) handler(event)
    },
    { types, paused, onGap: () => void queries.invalidateQueries(), onRefused: probe },
  )
  const pause = useCallback(
    (next: boolean) => {
      setPaused(next)
      if (!next) void queries.invalidateQueries()
    },
    [queries],
  )
  const subscribe = useCallback((about: About, handler: Handler) => {
    const audience = handlers.current[about]
    audience.add(handler)
    return () => {
      audience.delete(handler)
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

/** Calls `handler` whenever any release changed, while the component is mounted and nothing is paused. */
export function useReleaseChange(handler: () => void): void {
  const { subscribe } = useLive()
  const handle = useEffectEvent(handler)
  useEffect(() => subscribe("release", () => handle()), [subscribe])
}
