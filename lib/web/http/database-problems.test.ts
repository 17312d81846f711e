import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { disconnect, prismaClient } from "@/lib/platform/db/client"
import { openPool } from "@/lib/platform/db/pool"
import { db, transaction } from "@/lib/platform/db/transaction"
import { callRoute } from "@/tools/testing/call-route"
import { defineRoute } from "./define-route"
import { endpoint } from "./endpoint"
import { problemResponse } from "./problem"

// A connection that was terminated must not be met by the next test.
afterEach(disconnect)

/** Calls an endpoint whose verb does `work`. */
function callVerb(method: "GET" | "POST", work: () => Promise<unknown>) {
  const declared = endpoint({ summary: "test", access: "public", answer: z.unknown(), verb: work })
  return callRoute(defineRoute("/test", { [method]: declared }), method, { caller: {}, path: "/test" })
}

async function terminateConnectionUnderWay(): Promise<void> {
  const [row] = await db().$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  await prismaClient().$queryRaw`SELECT pg_terminate_backend(${row?.pid}::int)`
}

const unknownOutcome = /It is not known whether the change was made; retry with the same Idempotency-Key/

describe("A failure of the database", () => {
  it("answers 503 and says that the outcome is unknown when the COMMIT is lost", async () => {
    const { status, headers, body } = await callVerb("POST", () => transaction(terminateConnectionUnderWay))
    expect([status, body.code, headers.get("retry-after")]).toEqual([503, "database_away", "2"])
    expect(body.detail).toMatch(unknownOutcome)
  })

  it("answers 503 and says that the outcome is unknown when the connection breaks during a write", async () => {
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

  it("answers 503 to a read without a word about changes made", async () => {
    const { status, body } = await callVerb("GET", () => transaction(terminateConnectionUnderWay))
    expect([status, body.code]).toEqual([503, "database_away"])
    expect(body.detail).not.toMatch(unknownOutcome)
  })

  it("answers 503 overloaded with Retry-After when no connection of the pool becomes free", async () => {
    const pool = openPool(1, { connectTimeoutMs: 1_000 })
    const only = await pool.connect()
    for (const ask of [() => pool.query("SELECT 1"), () => pool.connect()]) {
      const error = await ask().catch((thrown: unknown) => thrown)
      const response = problemResponse(error, { instance: "/test", requestId: "test" })
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"])
      expect(await response.json()).toMatchObject({ code: "overloaded" })
    }
    only.release()
    await pool.end()
  })

  it("is told by codes and classes: the words of an error and codes of other sources are none", async () => {
    const reset = Object.assign(new Error("aborted"), { code: "ECONNRESET" })
    const words = ["Connection terminated unexpectedly", "timeout exceeded", "socket hang up", "can't reach"]
    for (const thrown of [reset, ...words.map((text) => new Error(text))]) {
      const { status, body } = await callVerb("POST", () => Promise.reject(thrown))
      expect([status, body.code]).toEqual([500, "internal"])
    }
  })
})

describe("A body that the client breaks off", () => {
  it("answers 400 and is no outage", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
    })
    const streamed = { body, duplex: "half" }
    const declared = endpoint({
      summary: "test",
      access: "public",
      body: z.unknown(),
      verb: async () => null,
    })
    const { POST } = defineRoute("/test", { POST: declared })
    const request = new Request("http://slipway.test/test", { method: "POST", ...streamed })
    const response = await POST(request, { params: Promise.resolve({}) })
    expect([response.status, (await response.json()).code]).toEqual([400, "malformed"])
  })
})
