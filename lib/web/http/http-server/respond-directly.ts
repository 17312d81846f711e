import type { IncomingMessage, ServerResponse } from "node:http"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGzip } from "node:zlib"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { acceptsCoding } from "./accepts-coding.ts"

/** What a route needs to know about a request; the `Request` of Next.js satisfies it. */
export type RouteRequest = Pick<Request, "method" | "url" | "headers" | "signal"> & {
  body: AsyncIterable<Uint8Array> | null
}

/** `body`: the complete text, if known. */
type DirectResponse = { status: number; headers: Headers; body: string | AsyncIterable<Uint8Array> | null }

type DirectRoute = (request: RouteRequest) => Promise<DirectResponse>

type FindRoute = (path: string) => DirectRoute | undefined

/** Exists once Next.js has loaded the routes. */
const finder = new ProcessSingleton<FindRoute>("direct-routes")

/** Less gains nothing. */
const fewestCompressed = 1024

export function offerDirectly(find: FindRoute): void {
  finder.current = find
}

/** The route that serves a screened request without Next.js, whose layers cost more than most reads and writes do. */
export const findDirectRoute = (path: string) => finder.current?.(path)

export async function respondDirectly(
  route: DirectRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await route(routeRequest(request, response))
  // The unread rest of a body precedes the next request on the connection.
  request.resume()
  response.statusCode = status
  response.setHeaders(headers)
  if (request.method === "GET") response.setHeader("vary", "Accept-Encoding")
  const isCompressed =
    request.method === "GET" && acceptsCoding(request, "gzip") && isCompressible(headers, body)
  if (isCompressed) response.setHeader("content-encoding", "gzip")
  if (body === null || (typeof body === "string" && !isCompressed)) response.end(body)
  else await send(typeof body === "string" ? [body] : body, isCompressed, response)
}

function isCompressible(headers: Headers, body: DirectResponse["body"]): boolean {
  if (body === null || (typeof body === "string" && body.length < fewestCompressed)) return false
  return !headers.get("cache-control")?.includes("no-transform")
}

async function send(
  body: Iterable<string> | AsyncIterable<Uint8Array>,
  isCompressed: boolean,
  response: ServerResponse,
): Promise<void> {
  const source = Readable.from(body)
  // A client that leaves ends what generates the response, before it is sent or while it is.
  if (response.destroyed) return void source.destroy()
  const piped = isCompressed ? pipeline(source, createGzip(), response) : pipeline(source, response)
  await piped.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error
  })
}

function routeRequest(request: IncomingMessage, response: ServerResponse): RouteRequest {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value))
  let disconnect: AbortController | undefined
  return {
    method: request.method ?? "",
    url: `http://localhost${request.url}`,
    headers,
    // Leaving the loop early must not destroy the connection, which still carries the response.
    body: request.iterator({ destroyOnReturn: false }),
    get signal() {
      disconnect ??= disconnectSignal(response)
      return disconnect.signal
    },
  }
}

function disconnectSignal(response: ServerResponse): AbortController {
  const disconnect = new AbortController()
  const check = () => {
    if (!response.writableFinished) disconnect.abort()
  }
  if (response.destroyed) check()
  else response.once("close", check)
  return disconnect
}
