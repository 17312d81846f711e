import type { Route } from "@/lib/web/http/define-route"
import type { RouteResponse } from "./call-route"
import type { Caller } from "./callers"

export type ReadEvent = { event: string | null; id: string | null; data: RouteResponse["body"] }

/** A stream of server-sent events in a test. */
export type EventReader = {
  status: number
  headers: Headers
  /** The next event with data; null when the stream has ended. */
  next: () => Promise<ReadEvent | null>
  /** The event id with which a browser would reconnect. */
  lastEventId: () => string | null
  /** Disconnects, as a browser does. */
  leave: () => void
}

/** Opens a route's stream as the HTTP server would, without a server. */
export async function streamRoute(
  route: Route,
  path: string,
  caller: Caller,
  headers: Record<string, string> = {},
  params: Record<string, string> = {},
): Promise<EventReader> {
  const leaving = new AbortController()
  const request = new Request(new URL(path, "http://slipway.test"), {
    headers: { ...caller, ...headers },
    signal: leaving.signal,
  })
  const response = await route.handle(request, params)
  const messages = messagesOf(response)
  let lastEventId: string | null = null
  const next = async (): Promise<ReadEvent | null> => {
    for (;;) {
      const { value, done } = await messages.next()
      if (done) return null
      const read = parse(value)
      lastEventId = read.id ?? lastEventId
      if (read.data !== null) return read
    }
  }
  return {
    status: response.status,
    headers: response.headers,
    next,
    lastEventId: () => lastEventId,
    leave: () => leaving.abort(),
  }
}

async function* messagesOf(response: Response): AsyncGenerator<string, undefined> {
  if (response.body === null) return
  let text = ""
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const messages = `${text}${chunk}`.split("\n\n")
    text = messages.pop() ?? ""
    yield* messages
  }
}

function parse(message: string): ReadEvent {
  const fields = new Map(
    message.split("\n").map((line): [string, string] => {
      const colon = line.indexOf(": ")
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
  )
  const data = fields.get("data")
  return {
    event: fields.get("event") ?? null,
    id: fields.get("id") ?? null,
    data: data === undefined ? null : JSON.parse(data),
  }
}
