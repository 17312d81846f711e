import { once } from "node:events"
import { Agent, type IncomingMessage, request, type Server } from "node:http"
import { buffer, text } from "node:stream/consumers"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, it } from "vitest"
import { createHttpServer } from "./create-server"
import { offerDirectly, type RouteRequest } from "./respond-directly"

let server: Server
let port: number
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const listen = async (development: boolean) => {
  const created = createHttpServer({
    handle: async (_request, response) => void response.end("Next.js"),
    development,
    publicUrl: "",
    onError: (error) => expect.unreachable(String(error)),
  }).listen(0, "127.0.0.1")
  await once(created, "listening")
  return created
}
const portOf = (httpServer: Server) => Object(httpServer.address()).port as number

beforeAll(async () => {
  server = await listen(false)
  port = portOf(server)
})
afterAll(() => {
  agent.destroy()
  server.close()
})

async function send(
  path: string,
  { method = "POST", body = "", on = port, headers = {} } = {},
): Promise<IncomingMessage> {
  const outgoing = request({
    host: "127.0.0.1",
    port: on,
    path,
    method,
    agent,
    headers: { "x-request-id": "of-the-test", ...headers },
  })
  outgoing.end(body)
  const [response] = await once(outgoing, "response")
  return response
}

/** Offers one route. */
const offerAt = (path: string, route: NonNullable<ReturnType<Parameters<typeof offerDirectly>[0]>>) =>
  offerDirectly((sought) => (sought === path ? route : undefined))

const offer = (
  path: string,
  respond: (request: RouteRequest) => Promise<string | AsyncIterable<Uint8Array> | null>,
) =>
  offerAt(path, async (received) => ({
    status: 201,
    headers: new Headers({ location: "/made" }),
    body: await respond(received),
  }))

async function bodyOf({ body }: RouteRequest): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body ?? []) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

it("A request to a route is served by its handler, whatever its method", async () => {
  offer("/api/v1/direct", async (received) =>
    [received.method, received.url, received.headers.get("x-request-id"), await bodyOf(received)].join(" "),
  )
  const response = await send("//api/v1/direct/?a=1", { body: "sent" })
  expect(await text(response)).toBe("POST http://localhost/api/v1/direct?a=1 of-the-test sent")
  expect(response.statusCode).toBe(201)
  expect(response.headers).toMatchObject({
    location: "/made",
    "content-length": "56",
    "x-frame-options": "DENY",
  })
  expect(await text(await send("/api/v1/direct?b=2", { method: "GET" }))).toBe(
    "GET http://localhost/api/v1/direct?b=2 of-the-test ",
  )
  expect(await text(await send("/api/v1/direct", { method: "DELETE" }))).toContain("DELETE ")
  expect(await text(await send("/api/v1/direct", { method: "HEAD" }))).toBe("")
})

it("A read is compressed for a client that accepts it, unless it is short or must be sent as it comes", async () => {
  const longText = "line\n".repeat(1000)
  const headers = new Headers()
  const read = async (body: string | AsyncIterable<Uint8Array>, accepted: string, method = "GET") => {
    offerAt("/api/v1/direct", async () => ({ status: 200, headers, body }))
    const response = await send("/api/v1/direct", { method, headers: { "accept-encoding": accepted } })
    const bytes = await buffer(response)
    const isGzip = response.headers["content-encoding"] === "gzip"
    expect((isGzip ? gunzipSync(bytes) : bytes).toString()).toBe(typeof body === "string" ? body : longText)
    return isGzip
  }
  async function* pieces() {
    for (let index = 0; index < 5; index++)
      yield Buffer.from(longText.slice(1000 * index, 1000 * (index + 1)))
  }
  expect([
    await read(longText, "gzip, deflate, br"),
    await read(longText, "br;q=1.0, GZIP;q=0.5"),
    await read(pieces(), "gzip"),
    await read(longText, "gzip;q=0, br"),
    await read(longText, "identity"),
    await read("short", "gzip"),
    await read(longText, "gzip", "POST"),
  ]).toEqual([true, true, true, false, false, false, false])
  headers.set("cache-control", "private, no-transform")
  expect(await read(pieces(), "gzip")).toBe(false)
})

it("Other paths and the development server are left to Next.js", async () => {
  offer("/api/v1/direct", async () => "direct")
  const dev = await listen(true)
  for (const [path, options] of [
    ["/api/v1/direct/1", {}],
    ["/api/v1/direct", { on: portOf(dev) }],
  ] as const)
    expect(await text(await send(path, options))).toBe("Next.js")
  dev.closeAllConnections()
  dev.close()
})

it("The connection serves the next request after a body that was not read completely", async () => {
  offer("/api/v1/direct", async ({ body }) => {
    for await (const _chunk of body ?? []) return "enough"
    return "none"
  })
  const response = await send("/api/v1/direct", { body: "x".repeat(300_000) })
  const socket = response.socket
  expect(await text(response)).toBe("enough")
  const next = await send("/api/v1/direct", { body: "y" })
  expect(next.socket).toBe(socket)
  expect(await text(next)).toBe("enough")
})

it("A response of unknown length is streamed, and waits for a slow reader", async () => {
  const piece = Buffer.alloc(256 * 1024, "x")
  let pieceCount = 0
  offer("/api/v1/direct", async () =>
    (async function* () {
      for (; pieceCount < 100; pieceCount++) yield piece
    })(),
  )
  const response = await send("/api/v1/direct")
  const [first] = await once(response, "readable").then(() => [response.read()])
  expect(pieceCount).toBeLessThan(100)
  response.unshift(first)
  expect((await text(response)).length).toBe(100 * piece.length)
})

it("A handler is notified when the client disconnects", async () => {
  const received = Promise.withResolvers<void>()
  const disconnected = Promise.withResolvers<void>()
  offer("/api/v1/direct", ({ signal }) => {
    received.resolve()
    signal.addEventListener("abort", () => disconnected.resolve())
    return disconnected.promise.then(() => null)
  })
  const outgoing = request({ host: "127.0.0.1", port, path: "/api/v1/direct", method: "POST" })
  outgoing.on("error", () => undefined)
  outgoing.end()
  await received.promise
  outgoing.destroy()
  await disconnected.promise
})

it("What generates a response ends when the client leaves", async () => {
  const ended = Promise.withResolvers<void>()
  offer("/api/v1/direct", async () =>
    (async function* () {
      try {
        for (;;) yield Buffer.alloc(256 * 1024)
      } finally {
        ended.resolve()
      }
    })(),
  )
  const response = await send("/api/v1/direct", { method: "GET", headers: { "accept-encoding": "gzip" } })
  response.destroy()
  await ended.promise
})

it("What would generate a response ends for a client that has left before it", async () => {
  const received = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  offer("/api/v1/direct", async ({ signal }) => {
    received.resolve()
    await once(signal, "abort")
    return new ReadableStream<Uint8Array>({ cancel: () => ended.resolve() })
  })
  const outgoing = request({ host: "127.0.0.1", port, path: "/api/v1/direct" })
  outgoing.on("error", () => undefined)
  outgoing.end()
  await received.promise
  outgoing.destroy()
  await ended.promise
})

it("The signal of a completed request is not aborted", async () => {
  const signals: AbortSignal[] = []
  offer("/api/v1/direct", async ({ signal }) => {
    signals.push(signal)
    return "done"
  })
  await text(await send("/api/v1/direct"))
  const [socket] = Object.values(agent.freeSockets).flat()
  socket?.destroy()
  await text(await send("/api/v1/direct"))
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false])
})

it("A response keeps all of its cookies", async () => {
  const headers = new Headers([
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ])
  offerAt("/api/v1/direct", async () => ({ status: 204, headers, body: null }))
  const response = await send("/api/v1/direct")
  expect(response.headers["set-cookie"]).toEqual(["a=1", "b=2"])
  await text(response)
})
