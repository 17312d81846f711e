import { once } from "node:events"
import { createServer } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { openPool } from "@/lib/platform/db/pool"
import { db, transaction } from "@/lib/platform/db/transaction"
import { callRoute } from "@/tools/testing/call-route"
import { defineRoute } from "./define-route"
import { endpoint } from "./endpoint"
import { problemResponse } from "./problem"

// Ensures that the next test does not get a terminated connection from the pool.
afterEach(disconnect)

/** Calls an endpoint whose use case runs `work`. */
function callVerb(method: "GET" | "POST", work: () => Promise<unknown>) {
  const declared = endpoint({ summary: "test", access: "public", response: z.unknown(), handler: work })
  return callRoute(defineRoute("/test", { [method]: declared }), method, { caller: {}, path: "/test" })
}

async function terminateOwnConnection(): Promise<void> {
  const [row] = await db().$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  await prismaClient().$queryRaw`SELECT pg_terminate_backend(${row?.pid}::int)`
}

const unknownOutcome = /the change may have been made. Retry with the same Idempotency-Key/

describe("A database failure", () => {
  it("returns 503 with an unknown outcome when the connection is lost during COMMIT", async () => {
    const { status, headers, body } = await callVerb("POST", () => transaction(terminateOwnConnection))
    expect([status, body.code, headers.get("retry-after")]).toEqual([503, "database_unavailable", "2"])
    expect(body.detail).toMatch(unknownOutcome)
  })

  it("returns 503 with an unknown outcome when the connection is lost during a write", async () => {
    const { body } = await callVerb("POST", async () => {
      const statement = prismaClient().$executeRaw`SELECT pg_sleep(30), 'interrupted write'`
      const terminating = (async () => {
        for (let killed = 0; killed === 0; )
          killed = await prismaClient().$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE query LIKE '%interrupted write%' AND state = 'active' AND pid <> pg_backend_pid()`
      })()
      await Promise.all([statement, terminating])
    })
    expect(body.detail).toMatch(unknownOutcome)
  })

  it("returns 503 without an unknown outcome for a read", async () => {
    const { status, body } = await callVerb("GET", () => transaction(terminateOwnConnection))
    expect([status, body.code]).toEqual([503, "database_unavailable"])
    expect(body.detail).not.toMatch(unknownOutcome)
  })

  it("returns 503 for a write to a database that is read-only, such as a standby", async () => {
    const { status, body } = await callVerb("POST", () =>
      transaction(async () => {
        await db().$executeRaw`SET TRANSACTION READ ONLY`
        return db().$executeRaw`DELETE FROM announced_event`
      }),
    )
    expect([status, body.code]).toEqual([503, "database_unavailable"])
    expect(body.detail).not.toMatch(unknownOutcome)
  })

  it("returns 503 unavailable when the connection ends before it is established", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0)
    await once(server, "listening")
    const { port } = Object(server.address())
    const url = process.env.DATABASE_URL
    process.env.DATABASE_URL = `postgresql://slipway@127.0.0.1:${port}/slipway`
    const pool = openPool(1)
    process.env.DATABASE_URL = url
    const error = await pool.query("SELECT 1").catch((thrown: unknown) => thrown)
    const response = problemResponse(error, { instance: "/test", requestId: "test" })
    expect([response.status, (await response.json()).code]).toEqual([503, "database_unavailable"])
    await pool.end()
    server.close()
  })

  it("returns 503 overloaded with Retry-After when no pool connection becomes free", async () => {
    const pool = openPool(1, { connectTimeoutMs: 1_000 })
    const onlyClient = await pool.connect()
    for (const connectOrQuery of [() => pool.query("SELECT 1"), () => pool.connect()]) {
      const error = await connectOrQuery().catch((thrown: unknown) => thrown)
      const response = problemResponse(error, { instance: "/test", requestId: "test" })
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"])
      expect(await response.json()).toMatchObject({ code: "overloaded" })
    }
    onlyClient.release()
    await pool.end()
  })

  it("returns 409 when something that the request refers to was removed at the same time", async () => {
    const data = { userId: crypto.randomUUID(), list: "history", name: "Gone", search: "" }
    const { status, body } = await callVerb("POST", () => prismaClient().savedView.create({ data }))
    expect([status, body.code]).toEqual([409, "conflict"])
    expect(body.detail).toContain("was removed at the same time")
  })

  it("is recognized by error codes and classes, not by messages or codes of other sources", async () => {
    const reset = Object.assign(new Error("aborted"), { code: "ECONNRESET" })
    const lostMessages = [
      "Connection terminated unexpectedly",
      "timeout exceeded",
      "socket hang up",
      "can't reach",
    ]
    for (const thrown of [reset, ...lostMessages.map((text) => new Error(text))]) {
      const { status, body } = await callVerb("POST", () => Promise.reject(thrown))
      expect([status, body.code]).toEqual([500, "internal"])
    }
  })
})

describe("A request body that the client aborts", () => {
  it("returns 400, not 503", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
    })
    const streamed = { body, duplex: "half" }
    const declared = endpoint({
      summary: "test",
      access: "public",
      body: z.unknown(),
      handler: async () => null,
    })
    const route = defineRoute("/test", { POST: declared })
    const request = new Request("http://slipway.test/test", { method: "POST", ...streamed })
    const response = await route.handle(request)
    expect([response.status, (await response.json()).code]).toEqual([400, "malformed"])
  })
})
