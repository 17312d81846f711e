import { methodNotAllowed } from "@/lib/platform/errors"
import type { Method } from "./define-route"
import { originalMethodHeader } from "./http-server/api-request"
import { problemResponse } from "./problem"
import { requestIdOf } from "./request-id"

type Handlers = { GET: (request: Request) => Promise<Response> } & Record<
  Exclude<Method, "GET">,
  (request: Request) => Response
>

/** Handlers of a health probe, which serves GET without authentication, because authentication needs the database. */
export function probeRoute(path: string, get: (requestId: string) => Promise<Response>): Handlers {
  const others = (request: Request) => {
    const method = request.headers.get(originalMethodHeader) ?? request.method
    if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: "GET" } })
    const requestId = requestIdOf(request.headers.get("x-request-id"))
    return withId(
      problemResponse(methodNotAllowed(method, ["GET"]), { instance: path, requestId }),
      requestId,
    )
  }
  const probe = async ({ headers }: Request) => {
    const requestId = requestIdOf(headers.get("x-request-id"))
    return withId(await get(requestId), requestId)
  }
  return { GET: probe, POST: others, PUT: others, PATCH: others, DELETE: others }
}

function withId(response: Response, requestId: string): Response {
  response.headers.set("x-request-id", requestId)
  return response
}
