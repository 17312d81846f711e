import { expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { dayMs, hourMs } from "@/lib/platform/instant"
import { readMetrics } from "@/lib/platform/metrics/read-metrics"
import { seedWebhook } from "@/tools/testing/seed-webhook"
import { findWebhookProblems } from "./find-webhook-problems"

const now = new Date()
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)

async function seedDelivery(webhookId: string, row: object) {
  const [id, eventId] = [crypto.randomUUID(), crypto.randomUUID()]
  await prismaClient().webhookDelivery.create({
    data: { id, webhookId, eventId, type: "webhook.test", payload: "{}", ...row },
  })
}

it("names webhooks that fail for hours, were disabled for it, or lost a delivery within a day", async () => {
  await seedWebhook({ name: "new", failingSince: ago(hourMs / 2) })
  await seedWebhook({ name: "down", failingSince: ago(3 * hourMs) })
  await seedWebhook({ name: "dead", failingSince: ago(6 * dayMs), disabledAt: now })
  await seedWebhook({ name: "unused", disabledAt: now })
  const partly = await seedWebhook({ name: "partly" })
  await seedDelivery(partly, { state: "FAILED", finishedAt: ago(hourMs) })
  await seedDelivery(partly, { state: "FAILED", finishedAt: ago(2 * dayMs) })
  await seedDelivery(partly, { nextAttemptAt: ago(90_000) })
  expect((await findWebhookProblems(now)).map(({ message }) => message)).toEqual([
    "The webhook dead was disabled because its deliveries failed.",
    "Every delivery to the webhook down has failed for 3 hours.",
    "1 delivery to the webhook partly failed permanently in the last 24 hours.",
  ])

  const metrics = await readMetrics()
  expect(metrics).toContain('slipway_webhook_deliveries{state="FAILED"} 2')
  expect(metrics).toContain('slipway_webhook_deliveries{state="SUCCEEDED"} 0')
  expect(metrics).toMatch(/slipway_webhook_oldest_due_seconds 9\d/)
  expect(metrics).toContain("slipway_webhooks_failing 3")
})
