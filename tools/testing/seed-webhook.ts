import { webhookEventTypes } from "@/lib/console/webhooks/event-types"
import { prismaClient } from "@/lib/platform/db/client"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { keyFor } from "@/lib/platform/env"
import { seal } from "@/lib/platform/seal"
import { makeSecret } from "@/lib/platform/standard-webhooks"

/** Creates a webhook that receives all events from now on; returns its id. */
export async function seedWebhook(row: Partial<Prisma.WebhookCreateInput> & { secret?: string } = {}) {
  const { secret = makeSecret(), ...columns } = row
  const chains = await prismaClient().auditChain.findMany({ orderBy: { chain: "asc" } })
  const { id } = await prismaClient().webhook.create({
    data: {
      name: "receiver",
      url: "https://hooks.example.com",
      events: [...webhookEventTypes],
      sealedSecret: seal(secret, keyFor("webhook-secret")),
      positions: chains.map(({ position }) => position),
      createdBy: "test",
      ...columns,
    },
  })
  return id
}
