import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { deliveriesOf, recordOne, WebhookReceiver } from "@/tools/testing/webhook-receiver"
import { followEvents } from "./follow-events"
import { retryDelayMs } from "./schedule"
import { claimDeliveries, sendDelivery } from "./send-deliveries"

let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await WebhookReceiver.start()
})
afterEach(() => receiver.reset())
afterAll(() => receiver.server.stop())

describe("A delivery that fails", () => {
  it.each([500, 301, 404])(
    "with %i is retried with the same id and body, until it succeeds",
    async (status) => {
      const id = await receiver.webhook("/flaky")
      receiver.responses.set("/flaky", {
        status,
        headers: { location: "/elsewhere" },
        body: "password=hunter2 broken",
      })
      await recordOne()
      await receiver.sendOnce()
      await receiver.sendOnce()
      receiver.responses.delete("/flaky")
      await receiver.sendOnce()
      await receiver.sendOnce()
      const [first, ...others] = receiver.at("/flaky")
      expect(others.map(({ headers, body }) => [headers["webhook-id"], body])).toEqual(
        [1, 2].map(() => [first?.headers["webhook-id"], first?.body]),
      )
      expect(receiver.at("/elsewhere")).toEqual([])
      const [delivery] = await deliveriesOf(id)
      expect(delivery).toMatchObject({
        state: "SUCCEEDED",
        attempts: 3,
        log: [
          { status, response: expect.stringContaining("broken") },
          { status },
          { status: 204, error: null },
        ],
      })
      expect(JSON.stringify(delivery?.log)).not.toContain("hunter2")
    },
  )

  it("with any bytes is recorded, so that it does not stay claimed", async () => {
    const id = await receiver.webhook("/odd")
    // Masking makes it longer, so that the end is cut off within a pair of surrogates.
    receiver.responses.set("/odd", { status: 500, body: `${" pw=1".repeat(130)} ${"😀".repeat(345)}\u0000` })
    await recordOne()
    await receiver.sendOnce()
    expect(await deliveriesOf(id)).toMatchObject([{ state: "PENDING", log: [{ status: 500 }] }])
  })

  it("waits as scheduled, or as long as the receiver asks", async () => {
    const id = await receiver.webhook("/busy")
    receiver.responses.set("/busy", { status: 503, headers: { "retry-after": "600" } })
    await recordOne()
    await receiver.sendOnce({ retryDelayMs })
    const [delivery] = await deliveriesOf(id)
    const waitMs = (delivery?.nextAttemptAt?.getTime() ?? 0) - Date.now()
    expect(waitMs).toBeGreaterThan(570_000)
    expect(waitMs).toBeLessThan(630_000)
    expect(await receiver.sendOnce()).toEqual([])
  })

  it("for the last time stays failed", async () => {
    const id = await receiver.webhook("/broken")
    receiver.responses.set("/broken", { status: 500 })
    await recordOne()
    const settings = { retryDelayMs: (attempts: number) => (attempts < 10 ? 0 : null) }
    for (let n = 0; n < 12; n++) await receiver.sendOnce(settings)
    expect(receiver.at("/broken").length).toBe(10)
    expect(await deliveriesOf(id)).toMatchObject([{ state: "FAILED", attempts: 10, nextAttemptAt: null }])
    const webhook = await prismaClient().webhook.findUniqueOrThrow({ where: { id } })
    expect([webhook.failingSince !== null, webhook.disabledAt]).toEqual([true, null])
  })

  it("at a private address is not sent", async () => {
    const id = await receiver.webhook("/private")
    await recordOne()
    await receiver.sendOnce({
      dependencies: receiver.server.dependencies({ policy: { hosts: null, privateHosts: [] } }),
    })
    expect(receiver.received).toEqual([])
    expect(await deliveriesOf(id)).toMatchObject([
      { state: "PENDING", log: [{ status: null, error: expect.stringContaining("private address") }] },
    ])
  })

  it("by 410 disables the webhook, and fails what is pending", async () => {
    const id = await receiver.webhook("/gone")
    receiver.responses.set("/gone", { status: 410 })
    await recordOne()
    await recordOne()
    await receiver.sendOnce({ perWebhook: 1 })
    const webhook = await prismaClient().webhook.findUniqueOrThrow({ where: { id } })
    expect(webhook.disabledReason).toContain("410")
    expect((await deliveriesOf(id)).map(({ state }) => state)).toEqual(["FAILED", "FAILED"])
    await recordOne()
    expect(await receiver.sendOnce()).toEqual([])
    const [entry] = await prismaClient().auditEntry.findMany({ where: { subjectId: id } })
    expect(entry).toMatchObject({ action: "webhook.disabled", actorKind: "system" })
  })

  it("after five days of only failures disables the webhook, unlike after one success", async () => {
    const failingSince = new Date(Date.now() - 6 * 86_400_000)
    const dead = await receiver.webhook("/dead", { failingSince })
    const alive = await receiver.webhook("/alive", { failingSince })
    receiver.responses.set("/dead", { status: 500 })
    await recordOne()
    await receiver.sendOnce()
    const find = (id: string) => prismaClient().webhook.findUniqueOrThrow({ where: { id } })
    expect((await find(dead)).disabledReason).toContain("5 days")
    expect(await find(alive)).toMatchObject({ disabledAt: null, failingSince: null })
  })
})

describe("A receiver that does not respond", () => {
  it("delays no other, and what it was sent is retried", async () => {
    const slow = await receiver.webhook("/slow")
    await receiver.webhook("/fast")
    receiver.responses.set("/slow", null)
    for (let n = 0; n < 8; n++) await recordOne()
    receiver.work({ timeoutMs: 60_000 })
    await expect.poll(() => receiver.at("/fast").length).toBe(8)
    await expect.poll(() => receiver.at("/slow").length).toBe(4)
    expect((await deliveriesOf(slow)).map(({ state, log }) => [state, log])).toEqual(
      Array.from({ length: 8 }, () => ["PENDING", []]),
    )
  })

  it("in time fails the attempt", async () => {
    const id = await receiver.webhook("/late")
    receiver.responses.set("/late", null)
    await recordOne()
    await receiver.sendOnce({ timeoutMs: 50, retryDelayMs })
    expect(await deliveriesOf(id)).toMatchObject([
      { state: "PENDING", log: [{ status: null, error: expect.stringContaining("in time") }] },
    ])
  })
})

describe("A claim", () => {
  it("that expired belongs to the next worker, and the first records nothing", async () => {
    const id = await receiver.webhook("/claimed")
    receiver.responses.set("/claimed", { status: 500 })
    await recordOne()
    while (await followEvents());
    const settings = receiver.settings({ leaseSeconds: 0 })
    const [first] = await claimDeliveries([], settings)
    const [second] = await claimDeliveries([], settings)
    if (first === undefined || second === undefined) throw new Error("Expected two claims.")
    expect([second.id, second.eventId, second.fence]).toEqual([first.id, first.eventId, first.fence + 1])
    receiver.responses.delete("/claimed")
    await sendDelivery(second, settings)
    receiver.responses.set("/claimed", { status: 500 })
    await sendDelivery(first, settings)
    expect(await deliveriesOf(id)).toMatchObject([{ state: "SUCCEEDED", log: [{ status: 204 }] }])
  })

  it("of a webhook that is removed while it sends is forgotten", async () => {
    const id = await receiver.webhook("/removed")
    await recordOne()
    while (await followEvents());
    const settings = receiver.settings()
    const [claimed] = await claimDeliveries([], settings)
    if (claimed === undefined) throw new Error("Expected a claim.")
    await prismaClient().webhook.delete({ where: { id } })
    await sendDelivery(claimed, settings)
    expect([receiver.at("/removed").length, await deliveriesOf(id)]).toEqual([1, []])
  })
})
