import { eventTypeOf } from "@/lib/console/webhooks/event-types"
import { prismaClient } from "@/lib/platform/db/client"
import type { Checked } from "./check-ledger"
import type { SentRecord } from "./ledger-traffic"
import type { UnreliableReceiver } from "./unreliable-receiver"

/** The ids of all events: of the audit entries that say what happened. */
async function eventIds(): Promise<Set<string>> {
  const entries = await prismaClient().auditEntry.findMany({ select: { id: true, action: true } })
  return new Set(entries.filter(({ action }) => eventTypeOf(action) !== null).map(({ id }) => id))
}

/** The events that have not reached the receiver. Retries that are due in minutes become due now. */
export async function undelivered({ accepted }: UnreliableReceiver): Promise<string[]> {
  await prismaClient().$executeRaw`
    UPDATE webhook_delivery SET next_attempt_at = now()
    WHERE state = 'PENDING' AND next_attempt_at > now() + interval '1 minute'`
  return [...(await eventIds())].filter((id) => !accepted.has(id))
}

/** Compares what arrived at the receiver with the audit log, and with what Slipway acknowledged. */
export async function checkWebhooks(
  receiver: UnreliableReceiver,
  sent: readonly SentRecord[],
): Promise<Checked> {
  const received = [...receiver.received]
  const ids = await eventIds()
  const recorded = received.filter(({ type }) => type === "deployment.recorded")
  const idsOf = Map.groupBy(recorded, ({ subjectId }) => subjectId)
  return {
    "every event reaches the receiver of the webhook": await undelivered(receiver),
    "nothing is announced that was rolled back, and no change by two ids": [
      ...received.filter(({ id }) => !ids.has(id)).map((one) => JSON.stringify(one)),
      ...sent.flatMap(({ id }) => {
        const announced = new Set(idsOf.get(id ?? "")?.map((one) => one.id))
        return id === null || announced.size === 1 ? [] : [`${id} was announced by ${[...announced]}`]
      }),
    ],
    "every webhook request is signed": received.filter(({ isSigned }) => !isSigned).map(({ id }) => id),
  }
}
