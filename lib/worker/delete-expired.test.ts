import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { dayMs, firstIdAt } from "@/lib/platform/instant"
import { seedWebhook } from "@/tools/testing/seed-webhook"
import { deleteExpired } from "./delete-expired"

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)

it("Stored responses, failed sign-ins and events are deleted after their retention period, others are kept", async () => {
  const prisma = prismaClient()
  for (const [key, hours] of [
    ["old", 25],
    ["new", 23],
  ] as const) {
    await prisma.idempotentAnswer.create({
      data: { caller: "token:ci", key, payloadHash: Buffer.from(""), createdAt: hoursAgo(hours) },
    })
    await prisma.signInAttempt.create({ data: { subject: key, failedAt: hoursAgo(hours) } })
    await prisma.$executeRaw`
      INSERT INTO announced_event (xid, type, subject_id, at)
      VALUES (1, ${key}, gen_random_uuid(), ${hoursAgo(key === "old" ? 1.1 : 0.9)})`
  }
  await deleteExpired()
  expect((await prisma.idempotentAnswer.findMany()).map(({ key }) => key)).toEqual(["new"])
  expect((await prisma.signInAttempt.findMany()).map(({ subject }) => subject)).toEqual(["new"])
  expect(await prisma.$queryRaw`SELECT type FROM announced_event`).toEqual([{ type: "new" }])
})

it("deletes only requests older than the period, in batches", async () => {
  const now = new Date("2026-11-29T10:00:00Z")
  const insert = (at: Date, count: number) => prismaClient().$executeRaw`
    INSERT INTO received_request (id, at, method, route, path, status, outcome, duration_ms, request_id, asked, omitted)
    SELECT (${firstIdAt(at).slice(0, 24)} || lpad(n::text, 12, '0'))::uuid, ${at}, 'POST', '/', '/', 201, 'ACCEPTED', 1, '', '{}', '[]'
    FROM generate_series(1, ${count}::int) n`
  await insert(new Date("2026-10-30T09:59:59Z"), 11_000)
  await insert(new Date("2026-10-30T10:00:01Z"), 2)
  await deleteExpired(undefined, now)
  const rows = await prismaClient().receivedRequest.findMany()
  expect(rows.map(({ at }) => at.toISOString())).toEqual(Array(2).fill("2026-10-30T10:00:01.000Z"))
})

it("deletes deliveries older than the retention period", async () => {
  const webhookId = await seedWebhook()
  const now = new Date("2026-11-30T10:00:00Z")
  const ids = [31, 29].map((days) => firstIdAt(new Date(now.getTime() - days * dayMs)))
  await prismaClient().webhookDelivery.createMany({
    data: ids.map((id) => ({
      id,
      webhookId,
      eventId: crypto.randomUUID(),
      type: "webhook.test",
      payload: "{}",
    })),
  })
  await deleteExpired(undefined, now)
  expect(await prismaClient().webhookDelivery.findMany()).toMatchObject([{ id: ids[1] }])
})
