import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { routes } from "@/app/api/v1/describe-api"
import type { RouteHandlers } from "@/lib/web/http/define-route"

export interface RouteServer {
  url: string
  /** Responds instead of the routes, to simulate server failures; null lets the routes respond. */
  respond: ((request: IncomingMessage, response: ServerResponse) => boolean) | null
  close: () => Promise<void>
}

/** The API on a port, for clients in other processes. Everything behind the HTTP server is the product's own code. */
export async function startRouteServer(): Promise<RouteServer> {
  const server = createServer((request, response) => {
    if (started.respond?.(request, response) === true) return
    serve(request, response).catch((error: unknown) => response.destroy(Object(error)))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const started: RouteServer = {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    respond: null,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    },
  }
  return started
}

type Handler = RouteHandlers["GET"]

/** Passes a request to its route as Next.js would. */
export async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? "/", "http://slipway.test")
  const route = matches.find(({ pattern }) => pattern.test(url.pathname))
  if (route === undefined) return void outgoing.writeHead(404).end()
  const groups = route.pattern.exec(url.pathname)?.groups ?? {}
  const params = Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
  )
  const { method = "GET" } = incoming
  const body = await buffer(incoming)
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const request = new Request(url, { method, headers, body: body.length === 0 ? null : new Uint8Array(body) })
  const handlers: Partial<Record<string, Handler>> = route.handlers
  const response = await (handlers[method] ?? route.handlers.PUT)(request, {
    params: Promise.resolve(params),
  })
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** The routes by pattern; a fixed segment takes precedence over a parameter. */
const matches = Object.entries(routes)
  .map(([folder, handlers]) => ({ folder: folder.replaceAll("[", "~"), handlers }))
  .sort((a, b) => (a.folder < b.folder ? -1 : 1))
  .map(({ folder, handlers }) => {
    const pattern = folder.replace(
      /~(\.\.\.)?(\w+)\]/g,
      (_, rest, name) => `(?<${name}>${rest ? ".+" : "[^/]+"})`,
    )
    return { pattern: new RegExp(`^/api/v1/${pattern}$`), handlers }
  })
