import { setImmediate } from "node:timers/promises"
import type { Method, Route } from "@/lib/web/http/define-route"
import type { Caller } from "./callers"

type Call = {
  caller: Caller
  /** The request path as a client writes it, with its query. */
  path: string
  params?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever JSON came back
export type RouteResponse = { status: number; headers: Headers; body: any; text: string }

/** Calls a route as the HTTP server would, without a server. A string body is sent as it is. */
export async function callRoute(route: Route, method: Method, call: Call): Promise<RouteResponse> {
  const raw = typeof call.body === "string"
  const request = new Request(new URL(call.path, "http://slipway.test"), {
    method,
    headers: {
      ...(call.body === undefined || raw ? {} : { "content-type": "application/json" }),
      ...call.caller,
      ...call.headers,
    },
    body: call.body === undefined ? undefined : raw ? String(call.body) : JSON.stringify(call.body),
  })
  const response = await route.handle(request, call.params)
  // In production the client parses the response in another process, so yield to keep this out of the route's event loop turn.
  await setImmediate()
  const text = await response.text()
  await setImmediate()
  const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "") && text !== ""
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : null, text }
}
