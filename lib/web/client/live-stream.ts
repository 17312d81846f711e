import { useEffect, useEffectEvent, useState } from "react"
import { connectionState } from "@/lib/web/client/connection"
import { useStore } from "@/lib/web/client/use-store"

export type LiveState = "connecting" | "live" | "reconnecting" | "offline" | "paused"

export interface LiveEvent {
  /** Such as `deployment.recorded`. */
  type: string
  id: string
  data: unknown
}

interface UseLiveEventsOptions {
  types: readonly string[]
  /** True closes the stream; false reopens it and reports the gap. */
  paused?: boolean
  /** The stream resumed after a gap, or the server requested a resync: the data must be refetched. */
  onGap?: () => void
  /** The connection was lost or refused: offline, server stopped, signed out, or database unavailable. */
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
  const offline = useStore(connectionState) === "offline"
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

interface LiveStreamOptions extends Required<Omit<UseLiveEventsOptions, "paused">> {
  url: string
  onEvent: (event: LiveEvent) => void
  onState: (state: LiveState) => void
}

/**
 * Keeps one server-sent event stream open until the returned function is called. The browser resumes by Last-Event-ID
 * after a lost connection; a refused one (the response was not a stream) is retried here with increasing delays.
 */
export function openLiveStream(options: LiveStreamOptions): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let interrupted = false

  function connect() {
    const stream = new EventSource(options.url)
    source = stream
    stream.onopen = () => {
      attempt = 0
      options.onState("live")
      if (interrupted) options.onGap()
      interrupted = false
    }
    stream.onerror = () => {
      interrupted = true
      options.onState("reconnecting")
      options.onLost()
      if (stream.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, reconnectDelayMs(attempt++))
    }
    // The server cannot list the changes, or there are too many, for example after an import.
    stream.addEventListener("resync", () => options.onGap())
    for (const type of options.types) {
      stream.addEventListener(type, (message) => {
        options.onEvent({ type, id: message.lastEventId, data: parse(message.data) })
      })
    }
  }

  options.onState("connecting")
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

/** Delay before the next attempt: doubles up to 30 s, with up to 20% jitter so that clients do not reconnect together. */
export function reconnectDelayMs(attempt: number, random: number = Math.random()): number {
  const base = Math.min(1000 * 2 ** attempt, 30_000)
  return Math.round(base * (1 + random * 0.2))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
