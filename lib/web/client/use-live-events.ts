"use client"

import { useEffect, useEffectEvent, useState, useSyncExternalStore } from "react"
import { currentConnection, onConnectionChange } from "@/lib/web/client/connection"
import { type LiveEvent, type LiveState, openLiveStream } from "@/lib/web/client/live-stream"

export interface UseLiveEventsOptions {
  types: readonly string[]
  /** True closes the stream; false reopens it and reports the gap. */
  paused?: boolean
  onGap?: () => void
  onLost?: () => void
}

/**
 * Subscribes to a server-sent event stream while the component is mounted. `types` must be a constant. The stream is
 * closed while offline, because it would appear open, and reopened when the server responds.
 */
export function useLiveEvents(
  url: string,
  onEvent: (event: LiveEvent) => void,
  { types, paused = false, onGap, onLost }: UseLiveEventsOptions,
): LiveState {
  const [state, setState] = useState<LiveState>("connecting")
  const offline = useSyncExternalStore(onConnectionChange, isOffline, () => false)
  const handleEvent = useEffectEvent(onEvent)
  const handleGap = useEffectEvent(() => onGap?.())
  const handleLost = useEffectEvent(() => onLost?.())

  useEffect(() => {
    if (paused || offline) return
    const close = openLiveStream({
      url,
      types,
      onEvent: handleEvent,
      onGap: handleGap,
      onLost: handleLost,
      onState: setState,
    })
    return () => {
      close()
      setState("connecting")
    }
  }, [url, types, paused, offline])

  if (paused) return "paused"
  return offline ? "offline" : state
}

function isOffline(): boolean {
  return currentConnection() === "offline"
}
