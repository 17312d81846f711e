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
  expect(await deleteExpired("idempotent_answer")).toBe(1)
  expect(await deleteExpired("sign_in_attempt")).toBe(1)
  expect(await deleteExpired("announced_event")).toBe(1)
  expect((await prisma.idempotentAnswer.findMany()).map(({ key }) => key)).toEqual(["new"])
  expect((await prisma.signInAttempt.findMany()).map(({ subject }) => subject)).toEqual(["new"])
  expect(await prisma.$queryRaw`SELECT type FROM announced_event`).toEqual([{ type: "new" }])
})

const now = new Date("2026-11-29T10:00:00Z")
const daysBefore = (days: number) => new Date(now.getTime() - days * dayMs)

it("Requests older than their retention period are deleted, in batches", async () => {
  const seed = (at: Date, count: number) => prismaClient().$executeRaw`
    INSERT INTO received_request (id, at, method, route, path, status, outcome, duration_ms, request_id, asked, omitted)
    SELECT (${firstIdAt(at).slice(0, 24)} || lpad(n::text, 12, '0'))::uuid, ${at}, 'POST', '/', '/', 201, 'ACCEPTED', 1, '', '{}', '[]'
    FROM generate_series(1, ${count}::int) n`
  await seed(new Date("2026-10-30T09:59:59Z"), 11_000)
  await seed(new Date("2026-10-30T10:00:01Z"), 2)
  expect(await deleteExpired("received_request", undefined, now)).toBe(11_000)
  expect(await deleteExpired("received_request", undefined, now)).toBe(0)
  expect(await prismaClient().receivedRequest.count()).toBe(2)
})

it("Deliveries of webhooks older than their retention period are deleted", async () => {
  const webhookId = await seedWebhook()
  const ids = [31, 29].map((days) => firstIdAt(daysBefore(days)))
  await prismaClient().webhookDelivery.createMany({
    data: ids.map((id) => ({
      id,
      webhookId,
      eventId: crypto.randomUUID(),
      type: "webhook.test",
      payload: "{}",
    })),
  })
  expect(await deleteExpired("webhook_delivery", undefined, now)).toBe(1)
  expect(await prismaClient().webhookDelivery.findMany()).toMatchObject([{ id: ids[1] }])
})

it("The progress lines of operations older than a year are deleted, in batches; the operations are kept", async () => {
  const { id: tenantId } = await prismaClient().tenant.create({
    data: { slug: "logs", name: "Logs", cluster: "sandbox", namespace: "tenant-logs" },
  })
  const seed = async (days: number, lines: number) => {
    const id = `${firstIdAt(daysBefore(days)).slice(0, 24)}${String(days).padStart(12, "0")}`
    await prismaClient().$executeRaw`
      INSERT INTO operation (id, tenant_id, cluster, namespace, release_name, kind, state, sealed_request, requested_by, requester)
      VALUES (${id}::uuid, ${tenantId}::uuid, 'sandbox', 'tenant-logs', 'a', 'UPGRADE', 'SUCCEEDED', 'x', 'ci', '{}')`
    await prismaClient().$executeRaw`
      INSERT INTO operation_line (operation_id, seq, level, text) SELECT ${id}::uuid, n, 'info', 'line'
      FROM generate_series(1, ${lines}::int) n`
  }
  await seed(400, 6_000)
  await seed(366, 10)
  await seed(364, 3)
  expect(await deleteExpired("operation_line", undefined, now)).toBe(6_010)
  expect(await deleteExpired("operation_line", undefined, now)).toBe(0)
  expect(await prismaClient().operationLine.count()).toBe(3)
  expect(await prismaClient().operation.count()).toBe(3)
})
