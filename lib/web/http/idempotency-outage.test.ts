import { afterAll, beforeAll, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { disconnect } from "@/lib/platform/db/client"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { db } from "@/lib/platform/db/transaction"
import { databaseUrl } from "@/lib/platform/env"
import { Forwarder } from "@/tools/testing/forwarder"
import { respondOnce } from "./idempotency"

let forwarder: Forwarder
let isUnavailable = false

beforeAll(async () => {
  await disconnect()
  const url = new URL(databaseUrl())
  const { port } = url
  forwarder = await Forwarder.start(() => (isUnavailable ? [] : [Number(port)]))
  url.port = String(forwarder.port)
  process.env.DATABASE_URL = url.href
})

afterAll(async () => {
  await disconnect()
  await forwarder.stop()
})

it("a key is free as soon as the database is back, long before its lease expires", async () => {
  const request = { actor: systemActor("test"), key: crypto.randomUUID(), payload: "{}" }
  const lostResponse = respondOnce(request, {
    run: async () => {
      isUnavailable = true
      forwarder.drop()
      await db().$queryRaw`SELECT 1`
      return new Response()
    },
  })
  expect(await lostResponse.catch(isDatabaseUnavailable)).toBe(true)
  isUnavailable = false
  const retry = () =>
    respondOnce(request, { run: async () => new Response(null, { status: 201 }) }).then(
      ({ status }) => status,
      () => null,
    )
  await expect.poll(retry, { timeout: 15_000 }).toBe(201)
})
