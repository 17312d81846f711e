import { v7 as uuidv7 } from "uuid"
import { clientAddress } from "@/lib/identity/auth/client-address"
import type { Exchange } from "@/lib/identity/requests/describe-request"
import { keepRequest } from "@/lib/identity/requests/keep-request"
import { isIngestRoute } from "@/lib/identity/requests/outcomes"
import { log } from "@/lib/platform/log"
import type { RouteRequest } from "./http-server/respond-directly"

/** What is known about a request so far. */
export type Inspection = Pick<Exchange, "actor" | "params" | "body" | "result" | "problem">

export const emptyInspection = (): Inspection => ({
  actor: null,
  params: {},
  body: undefined,
  result: undefined,
  problem: null,
})

type HandledRequest = {
  request: RouteRequest
  url: URL
  at: Date
  durationMs: number
  inspection: Inspection
  response: Response
} & Pick<Exchange, "method" | "route" | "requestId">

let inspectedCount = 0

function isPipeline(actor: Inspection["actor"], headers: Headers, route: string): boolean {
  if (actor === null) return headers.has("authorization") || isIngestRoute(route)
  return actor.kind === "token" || actor.kind === "event-source"
}

/**
 * Keeps writes of API tokens and event sources, those rejected although they had an Authorization header, and events that
 * are not signed, for the request inspector.
 * Never throws, because the response is already determined.
 */
export function inspectRequest(handled: HandledRequest): void {
  const { request, url, at, durationMs, inspection, response, method, route, requestId } = handled
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return
  if (!isPipeline(inspection.actor, request.headers, route)) return
  try {
    keepRequest({
      ...inspection,
      at,
      durationMs,
      method,
      route,
      requestId,
      // Within one process, ids of the same millisecond are also in order.
      id: uuidv7({ msecs: at.getTime(), seq: inspectedCount++ % 2 ** 31 }),
      address: clientAddress(request.headers),
      authorization: request.headers.get("authorization"),
      path: url.pathname,
      query: url.searchParams,
      status: response.status,
      headers: response.headers,
    })
  } catch (error) {
    log.error({ requestId, err: error }, "could not describe a request for the request inspector")
  }
}
