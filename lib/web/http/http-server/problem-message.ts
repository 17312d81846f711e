import { type ServerResponse, STATUS_CODES } from "node:http"
import type { ErrorKind } from "@/lib/platform/errors"
import { problemStatus } from "../problem-status.ts"
import { requestIdOf } from "../request-id.ts"
import { apiHeaders } from "./response-headers.ts"

export type Rejection = { kind: ErrorKind | "internal"; detail: string; headers?: Record<string, string> }
type Message = { status: number; headers: Record<string, string>; body: string }

/** A problem document for requests that the server rejects before, or instead of, a route. */
function problemMessage(
  { kind, detail, headers }: Rejection,
  instance: string,
  requestId = requestIdOf(null),
): Message {
  const { status, title } =
    kind === "internal" ? { status: 500, title: "Internal error" } : problemStatus[kind]
  const type = `/api/docs/errors#${kind}`
  const body = JSON.stringify({ type, title, status, detail, instance, code: kind, requestId })
  return {
    status,
    headers: {
      ...headers,
      ...apiHeaders,
      "content-type": "application/problem+json",
      "content-length": String(Buffer.byteLength(body)),
      "cache-control": "private, no-store",
      "x-request-id": requestId,
    },
    body,
  }
}

export function sendProblem(response: ServerResponse, rejection: Rejection, instance: string): void {
  const requestId = response.getHeader("x-request-id")?.toString()
  const { status, headers, body } = problemMessage(rejection, instance, requestId)
  response.writeHead(status, headers).end(body)
}

/** The raw response to a request that Node.js could not parse; the connection cannot be reused. */
export function rawProblem(rejection: Rejection): string {
  const { status, headers, body } = problemMessage(rejection, "/")
  const lines = Object.entries({ ...headers, connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, "", body].join("\r\n")
}
