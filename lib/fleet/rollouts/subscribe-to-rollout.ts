import { setTimeout as sleep } from "node:timers/promises"
import type { Actor } from "@/lib/identity/auth/actor"
import { type LiveEmitter, streamEvents } from "@/lib/platform/events/stream-events"
import { findRollout } from "./find-rollout"
import { getRolloutChanges } from "./get-rollout"

/** The minimum interval between events: a rollout of thousands changes many times a second. */
const restMs = 500

/**
 * Sends one rollout to `emitter`: `rollout` at the start and on changes, each with only the releases changed since the
 * previous event; the first one with those since `after`, or none if null. Changes within the interval are combined, so that
 * clients can keep up with a large fleet. Returns the function that ends the subscription.
 */
export async function subscribeToRollout(
  actor: Actor,
  id: string,
  after: number | null,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findRollout(actor, id)
  let sentChanges = after
  const sendChanges = async (ended: AbortSignal) => {
    for (let isAll = false; !isAll && !ended.aborted; ) {
      const next = await getRolloutChanges(actor, id, sentChanges)
      isAll = next.isAll
      sentChanges = next.rollout.changes
      emitter.send({ event: "rollout", id: String(sentChanges), data: next.rollout })
      await sleep(restMs, null, { signal: ended }).catch(() => undefined)
    }
  }
  return streamEvents(emitter, {
    start: (_missed, _position, ended) => sendChanges(ended),
    next: async (events, ended) => {
      if (events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id))
        await sendChanges(ended)
    },
  })
}
