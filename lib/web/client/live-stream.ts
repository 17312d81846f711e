/** Delay before the next attempt: doubles up to 30 s, with up to 20% jitter so that clients do not reconnect together. */
export function reconnectDelayMs(attempt: number, random: number = Math.random()): number {
  const base = Math.min(1000 * 2 ** attempt, 30_000)
  return Math.round(base * (1 + random * 0.2))
}

export type LiveState = "connecting" | "live" | "reconnecting" | "offline" | "paused"

export interface LiveEvent {
  /** For example `deployment.recorded`. */
  type: string
  id: string
  data: unknown
}

export interface LiveStreamOptions {
  url: string
  types: readonly string[]
  onEvent: (event: LiveEvent) => void
  onState: (state: LiveState) => void
  /** The stream resumed after a gap, or the server requested a resync: the data must be refetched. */
  onGap: () => void
  /** The connection was lost or refused: offline, server stopped, signed out, or database unavailable. */
  onLost?: () => void
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
      options.onLost?.()
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
