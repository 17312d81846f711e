import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { GET as handle } from "@/app/api/[[...path]]/route"

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

/** Passes a request to the API as Next.js would. */
export async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = "GET" } = incoming
  const body = await buffer(incoming)
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const url = new URL(incoming.url ?? "/", "http://slipway.test")
  const request = new Request(url, { method, headers, body: body.length === 0 ? null : new Uint8Array(body) })
  const response = await handle(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
