import type { IncomingMessage, ServerResponse } from "node:http"
import { PerProcess } from "@/lib/platform/per-process"

/** What a route needs to know about a request; the `Request` of Next.js satisfies it. */
export type RouteRequest = Pick<Request, "method" | "url" | "headers" | "signal"> & {
  body: AsyncIterable<Uint8Array> | null
}

/** `body`: the complete text, if known. */
type Answer = { status: number; headers: Headers; body: string | AsyncIterable<Uint8Array> | null }

type DirectRoute = (request: RouteRequest) => Promise<Answer>

/** The routes without parameters by path, once Next.js has loaded them. */
const routes = new PerProcess<Map<string, DirectRoute>>("direct-routes")

export function offerDirectly(path: string, route: DirectRoute): void {
  routes.get(() => new Map()).set(path, route)
}

/**
 * The route that answers a screened request directly, because the layers of Next.js cost more than recording a
 * deployment.
 */
export function findDirectRoute({ method, url = "" }: IncomingMessage): DirectRoute | undefined {
  // Next.js compresses the responses to reads.
  if (method !== "POST") return undefined
  const queryAt = url.indexOf("?")
  return routes.current?.get(queryAt < 0 ? url : url.slice(0, queryAt))
}

export async function answerDirectly(
  route: DirectRoute,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await route(routeRequest(request, response))
  // The unread rest of a body precedes the next request on the connection.
  request.resume()
  response.statusCode = status
  response.setHeaders(headers)
  if (typeof body === "string" || body === null) response.end(body)
  else await send(body, response)
}

async function send(body: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> {
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk)) await drained(response)
  }
  response.end()
}

/** Also resolves when the client has disconnected. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done).off("close", done)
      resolve()
    }
    response.on("drain", done).on("close", done)
  })
}

function routeRequest(request: IncomingMessage, response: ServerResponse): RouteRequest {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value))
  let left: AbortController | undefined
  return {
    method: request.method ?? "",
    url: `http://localhost${request.url}`,
    headers,
    // Leaving the loop early must not destroy the connection, which still carries the response.
    body: request.iterator({ destroyOnReturn: false }),
    get signal() {
      left ??= whenLeft(response)
      return left.signal
    },
  }
}

function whenLeft(response: ServerResponse): AbortController {
  const left = new AbortController()
  const look = () => {
    if (!response.writableFinished) left.abort()
  }
  if (response.destroyed) look()
  else response.once("close", look)
  return left
}
