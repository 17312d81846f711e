import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { LiveEmitter, ServerSentEvent } from "@/lib/platform/events/stream-events"
import { waitForTurn } from "@/lib/platform/events/wait-for-turn"
import { processMetrics } from "@/lib/platform/metrics/process-metrics"
import type { RouteRequest } from "./http-server/respond-directly"
import { openStreams } from "./open-streams"
import { recheckCaller } from "./recheck-caller"

const heartbeatMs = 15_000
const reconnectAfterMs = 2_000
const maxUnsentBytes = 1024 * 1024

const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // no-transform: compression would delay events until a block is full.
  "cache-control": "private, no-store, no-transform",
  "x-accel-buffering": "no",
  // No request follows on this connection, so a stopping server does not wait for one.
  connection: "close",
}

/** The query parameter of streams that a page opens, see eventStream. */
export const resumeAfter = z.string().min(1).max(200).optional().meta({
  description:
    "The id of the event to start after, for the first connection of a browser, which cannot send Last-Event-ID. That header takes precedence.",
})

/**
 * Returns a stream of server-sent events. `fill` starts sending after the client's last event, if it names one, and returns
 * a function that stops; an error it throws becomes a problem document. The stream ends when the client disconnects or reads
 * too slowly, when its credentials are revoked or its permissions change (within 5 seconds), and when the server stops.
 * Clients resume with Last-Event-ID.
 */
export async function eventStream(
  actor: Actor,
  request: RouteRequest,
  fill: (emitter: LiveEmitter, lastEventId: string | null) => Promise<() => void>,
): Promise<Response> {
  if (request.method === "HEAD") return new Response(null, { headers })
  const stream = new OpenStream()
  const stop = await fill(stream, request.headers.get("last-event-id")).catch((error: unknown) => {
    stream.end()
    throw error
  })
  stream.onEnd(stop)
  const heartbeat = setInterval(() => void waitForTurn().then(() => stream.write(":\n\n")), heartbeatMs)
  stream.onEnd(() => clearInterval(heartbeat))
  stream.onEnd(recheckCaller(actor, request, () => stream.end()))
  const end = () => stream.end()
  if (request.signal.aborted) end()
  request.signal.addEventListener("abort", end, { once: true })
  // Also keeps the request in memory: once it is garbage collected, its signal no longer reports a disconnect.
  stream.onEnd(() => request.signal.removeEventListener("abort", end))
  return new Response(stream.body, { headers })
}

const streams = () => openStreams.get(() => new Set())

class OpenStream implements LiveEmitter {
  readonly body: ReadableStream<Uint8Array>
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null
  private readonly endings: (() => void)[] = []

  constructor() {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller
        },
        cancel: () => this.end(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: maxUnsentBytes }),
    )
    streams().add(this)
    processMetrics().streams.set(streams().size)
    this.write(`retry: ${reconnectAfterMs}\n\n`)
  }

  /** Runs when the stream ends; immediately if it has ended already. */
  onEnd(onEnded: () => void): void {
    if (this.controller === null) onEnded()
    else this.endings.push(onEnded)
  }

  send(events: readonly ServerSentEvent[]): void {
    if (this.controller !== null) this.writeBytes(bytesOf(events))
  }

  write(text: string): void {
    this.writeBytes(encoder.encode(text))
  }

  private writeBytes(bytes: Uint8Array): void {
    if (this.controller === null) return
    // Disconnects a client that reads too slowly; it reconnects and receives the missed events.
    if ((this.controller.desiredSize ?? 0) <= 0) this.end()
    else this.controller.enqueue(bytes)
  }

  end(): void {
    const { controller } = this
    if (controller === null) return
    this.controller = null
    streams().delete(this)
    processMetrics().streams.set(streams().size)
    for (const ending of this.endings) ending()
    try {
      controller.close()
    } catch {
      // The reader has already cancelled it.
    }
  }
}

const encoder = new TextEncoder()
const encoded = new WeakMap<readonly ServerSentEvent[], Uint8Array>()

function bytesOf(events: readonly ServerSentEvent[]): Uint8Array {
  const bytes = encoded.get(events) ?? encoder.encode(events.map(textOf).join(""))
  encoded.set(events, bytes)
  return bytes
}

function textOf({ event, id, data }: ServerSentEvent): string {
  const lines = [
    id === undefined ? "" : `id: ${id}\n`,
    event === undefined ? "" : `event: ${event}\n`,
    data === undefined ? "" : `data: ${JSON.stringify(data)}\n`,
  ]
  return `${lines.join("")}\n`
}
