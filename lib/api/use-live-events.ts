"use client"

import { useEffect, useEffectEvent, useState } from "react"
import { type LiveEvent, type LiveState, openLiveStream } from "@/lib/api/live-stream"

export interface UseLiveEventsOptions {
  types: readonly string[]
  /** True closes the stream; false opens it again and reports the gap. */
  paused?: boolean
  onGap?: () => void
  onRefused?: () => void
}

/** Follows a server-sent event stream while the component is mounted. `types` must be a constant. */
export function useLiveEvents(
  url: string,
  onEvent: (event: LiveEvent) => void,
  { types, paused = false, onGap, onRefused }: UseLiveEventsOptions,
): LiveState {
  const [state, setState] = useState<LiveState>("connecting")
  const handleEvent = useEffectEvent(onEvent)
  const handleGap = useEffectEvent(() => onGap?.())
  const handleRefused = useEffectEvent(() => onRefused?.())

  useEffect(() => {
    if (paused) return
    const close = openLiveStream({
      url,
      types,
      onEvent: handleEvent,
      onGap: handleGap,
      onRefused: handleRefused,
      onState: setState,
    })
    return () => {
      close()
      setState("connecting")
    }
  }, [url, types, paused])

  return paused ? "paused" : state
}
