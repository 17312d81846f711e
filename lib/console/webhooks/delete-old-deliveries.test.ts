import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { dayMs, firstIdAt } from "@/lib/platform/instant"
import { seedWebhook } from "@/tools/testing/seed-webhook"
import { deleteOldDeliveries } from "./delete-old-deliveries"

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
  expect(await deleteOldDeliveries(undefined, now)).toBe(1)
  expect(await prismaClient().webhookDelivery.findMany()).toMatchObject([{ id: ids[1] }])
})
