import { describe, expect, it } from "vitest"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { db, leaveTransaction, snapshot, transaction } from "@/lib/platform/db/transaction"
import { databasePoolSize } from "@/lib/platform/env"
import { respondOnce } from "./idempotency"

const actor = systemActor("test")
const caller = "system:test"

const newKey = () => crypto.randomUUID()
const send = (key: string, run: () => Promise<Response>, payload = "{}") =>
  respondOnce({ actor, key, payload }, { run })
const respond = async (text = "done") => new Response(text, { status: 201 })

/** Writes a row whose presence shows whether a transaction was committed. */
const write = (key: string) => db().installation.create({ data: { key, value: true } })
const isWritten = async (key: string) => (await prismaClient().installation.count({ where: { key } })) === 1
const claimOf = (key: string) =>
  prismaClient().idempotentAnswer.findUnique({ where: { caller_key: { caller, key } } })
const expireLease = (key: string) =>
  prismaClient().idempotentAnswer.update({
    where: { caller_key: { caller, key } },
    data: { leaseUntil: new Date(Date.now() - 1_000) },
  })

/** A request that waits after its transaction until it is released. */
function pausedRequest(key: string, row: string) {
  let release = () => {}
  let onReached = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const reached = new Promise<void>((resolve) => {
    onReached = resolve
  })
  const response = send(key, async () => {
    await transaction(() => write(row))
    onReached()
    await released
    return respond()
  })
  response.catch(() => undefined)
  return { response, reached, release }
}

describe("respondOnce", () => {
  it("commits the response together with the last transaction of the request", async () => {
    const key = newKey()
    const request = pausedRequest(key, key)
    await request.reached
    expect(await isWritten(key)).toBe(false)
    expect(await claimOf(key)).toMatchObject({ status: null, body: null })
    request.release()
    expect((await request.response).status).toBe(201)
    expect(await isWritten(key)).toBe(true)
    expect(await claimOf(key)).toMatchObject({ status: 201, leaseUntil: null })
    const replayed = await send(key, () => respond("again"))
    expect([replayed.headers.get("idempotency-replayed"), await replayed.text()]).toEqual(["true", "done"])
  })

  it("stores neither the change nor the response when the connection is lost before the commit", async () => {
    const key = newKey()
    const failed = send(key, async () => {
      await transaction(() => write(key))
      const [row] = await db().$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      await prismaClient().$queryRaw`SELECT pg_terminate_backend(${row?.pid}::int)`
      return respond()
    })
    await expect(failed).rejects.toThrow()
    expect([await isWritten(key), await claimOf(key)]).toEqual([false, null])
    expect((await send(key, () => respond())).status).toBe(201)
  })

  it("rolls back the last transaction and releases the key when the request fails afterwards", async () => {
    const key = newKey()
    const failed = send(key, async () => {
      await transaction(() => write(key))
      throw new Error("failed afterwards")
    })
    await expect(failed).rejects.toThrow("failed afterwards")
    expect([await isWritten(key), await claimOf(key)]).toEqual([false, null])
  })

  it("rejects a key in progress with a 409, even for another payload", async () => {
    const key = newKey()
    const request = pausedRequest(key, key)
    await request.reached
    for (const payload of ["{}", "[]"])
      await expect(send(key, () => respond(), payload)).rejects.toMatchObject({
        details: { code: "idempotency_key_in_flight", retryAfterSeconds: 1 },
      })
    request.release()
    await request.response
  })

  it("lets a retry take over an expired lease, and prevents writes of the earlier attempt", async () => {
    const key = newKey()
    const first = `${key}-first`
    const second = `${key}-second`
    const request = pausedRequest(key, first)
    await request.reached
    await expireLease(key)
    const claimed = await send(key, async () => {
      await transaction(() => write(second))
      return respond("of the second")
    })
    expect(await claimed.text()).toBe("of the second")
    request.release()
    await expect(request.response).rejects.toMatchObject({ details: { code: "idempotency_key_in_flight" } })
    expect([await isWritten(first), await isWritten(second)]).toEqual([false, true])
    expect(await (await send(key, () => respond())).text()).toBe("of the second")
  })

  it("stores the response after reads of a snapshot that is older than the renewal of the lease", async () => {
    const key = newKey()
    const response = await send(key, async () => {
      await snapshot(() => db().installation.count())
      const leaseUntil = new Date(Date.now() + 30_000)
      await prismaClient().idempotentAnswer.update({
        where: { caller_key: { caller, key } },
        data: { leaseUntil },
      })
      return respond()
    })
    expect(response.status).toBe(201)
    expect(await claimOf(key)).toMatchObject({ status: 201, leaseUntil: null })
  })

  it("stores the response of a request without a transaction", async () => {
    const key = newKey()
    expect(await (await send(key, () => respond("first"))).text()).toBe("first")
    expect(await (await send(key, () => respond("second"))).text()).toBe("first")
  })

  it("lets a request read its own writes between its transaction and the response", async () => {
    const key = newKey()
    const response = await send(key, async () => {
      await transaction(() => write(key))
      return respond(String(await db().installation.count({ where: { key } })))
    })
    expect(await response.text()).toBe("1")
  })

  it("commits each transaction of a request when the next one starts or the network is used", async () => {
    const key = newKey()
    const areWritten: boolean[] = []
    await send(key, async () => {
      await transaction(() => write(`${key}-1`))
      await transaction(() => write(`${key}-2`))
      areWritten.push(await isWritten(`${key}-1`), await isWritten(`${key}-2`))
      await leaveTransaction("a call")
      areWritten.push(await isWritten(`${key}-2`))
      return respond()
    })
    expect(areWritten).toEqual([true, false, true])
  })

  it("holds no connection while requests with a key wait", async () => {
    const waiting = Promise.withResolvers<void>()
    const requests = Array.from({ length: 2 * databasePoolSize() }, () =>
      send(newKey(), async () => {
        await waiting.promise
        return respond()
      }),
    )
    await expect(prismaClient().$queryRaw`SELECT 1 AS n`).resolves.toEqual([{ n: 1 }])
    waiting.resolve()
    for (const { status } of await Promise.all(requests)) expect(status).toBe(201)
  })
})

describe("leaveTransaction", () => {
  it("throws inside a transaction", async () => {
    const networkCall = transaction(() => leaveTransaction("runHelm"))
    await expect(networkCall).rejects.toThrow("runHelm was called inside a transaction")
  })

  it("does nothing outside a transaction", async () => {
    await expect(leaveTransaction("runHelm")).resolves.toBeUndefined()
  })
})
