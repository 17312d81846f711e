import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Duplex } from "node:stream"
import { requestIdOf } from "../request-id.ts"
import { type Rejection, rawProblem, sendProblem } from "./problem-message.ts"
import { findDirectRoute, respondDirectly } from "./respond-directly.ts"
import { apiHeaders, securityHeaders, strictTransportSecurity } from "./response-headers.ts"
import { screenRequest } from "./screen-request.ts"

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>
type Options = { handle: Handler; development: boolean; publicUrl: string; onError: (error: unknown) => void }

/**
 * The HTTP server in front of Next.js: it rejects malformed requests itself, always with a problem document, and passes
 * on only requests that routes and pages can handle.
 */
export function createHttpServer({ handle, development, publicUrl, onError }: Options): Server {
  const secure = publicUrl.startsWith("https:")

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    responses.set(request.socket, response)
    appendPeer(request)
    identify(request, response)
    const { path, isApi, rejection } = screenRequest(request, { development })
    if (secure || request.headers["x-forwarded-proto"]?.toString().startsWith("https"))
      response.setHeader("Strict-Transport-Security", strictTransportSecurity)
    if (rejection !== null) return sendProblem(response, rejection, path)
    for (const [name, value] of Object.entries(isApi ? apiHeaders : securityHeaders))
      response.setHeader(name, value)
    const route = isApi && !development ? findDirectRoute(path) : undefined
    await (route === undefined ? handle(request, response) : respondDirectly(route, request, response))
  }

  const server = createServer(
    {
      // Checked with the other headers, so that the response is a problem document.
      requireHostHeader: false,
      // Only the development tools use WebSocket; other upgrades, such as h2c, are ignored and served as HTTP/1.1.
      shouldUpgradeCallback: (request: IncomingMessage) => development && isDevelopmentSocket(request),
    },
    (request, response) => {
      serve(request, response).catch((error: unknown) => {
        onError(error)
        if (response.headersSent) response.destroy()
        else sendProblem(response, { kind: "internal", detail: "An unexpected error occurred." }, "/")
      })
    },
  )
  server.on("checkExpectation", (_request, response: ServerResponse) => {
    sendProblem(
      response,
      { kind: "expectation_failed", detail: "Send Expect: 100-continue or no Expect header." },
      "/",
    )
  })
  server.on("connect", (_request, socket) => socket.end(rawProblem(connectRejection)))
  server.on("clientError", rejectUnreadable)
  return server
}

/** Every response has a request id, also files; routes and pages send the same one. */
function identify({ headers }: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(headers["x-request-id"]?.toString())
  headers["x-request-id"] = requestId
  response.setHeader("X-Request-Id", requestId)
}

function isDevelopmentSocket({ url = "" }: IncomingMessage): boolean {
  return url.startsWith("/_next/")
}

const connectRejection: Rejection = { kind: "method_not_allowed", detail: "Slipway is not a proxy." }

/**
 * Appends the peer address to X-Forwarded-For, as a proxy would. Next.js does so only when the header is missing, which
 * would let clients forge their address.
 */
function appendPeer({ headers, socket }: IncomingMessage): void {
  if (socket.remoteAddress === undefined) return
  const before = headers["x-forwarded-for"]
  headers["x-forwarded-for"] = before ? `${before}, ${socket.remoteAddress}` : socket.remoteAddress
}

const rejections: Record<string, Rejection> = {
  HPE_HEADER_OVERFLOW: { kind: "headers_too_large", detail: "The headers are larger than 16 KiB." },
  ERR_HTTP_REQUEST_TIMEOUT: { kind: "request_timeout", detail: "The request did not arrive in time." },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { kind: "too_large", detail: "The chunk extensions are too large." },
}

const responses = new WeakMap<Duplex, ServerResponse>()

/** Node.js could not parse the request. No problem is sent when the client is gone or a response is partly sent. */
function rejectUnreadable(error: Error & { code?: string }, socket: Duplex): void {
  const response = responses.get(socket)
  const isResponding = response?.headersSent === true && !response.writableFinished
  if (isResponding || error.code === "ECONNRESET" || !socket.writable) return void socket.destroy()
  const rejection = rejections[error.code ?? ""] ?? {
    kind: "malformed",
    detail: "This is not valid HTTP/1.1.",
  }
  socket.end(rawProblem(rejection), () => socket.destroy())
}
