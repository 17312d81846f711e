import { setTimeout as sleep } from "node:timers/promises"
import type { Actor } from "@/lib/identity/auth/actor"
import type { LiveEmitter } from "@/lib/platform/events/live-emitter"
import { subscribeToEvents } from "@/lib/platform/events/subscribe-to-events"
import { log } from "@/lib/platform/log"
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
  const left = new AbortController()
  let sentChanges = after
  let isSending = false
  let isStale = false
  const send = async () => {
    isStale = true
    if (isSending) return
    isSending = true
    while (isStale && !left.signal.aborted) {
      isStale = false
      const { rollout, isAll } = await getRolloutChanges(actor, id, sentChanges)
      sentChanges = rollout.changes
      emitter.send({ event: "rollout", id: String(sentChanges), data: rollout })
      if (!isAll) isStale = true
      await sleep(restMs, null, { signal: left.signal }).catch(() => undefined)
    }
    isSending = false
  }
  const sendOrEnd = () =>
    void send().catch((error: unknown) => {
      // The client reconnects and receives the full state.
      log.warn({ err: error, rolloutId: id }, "rollout stream failed")
      emitter.end()
    })
  // Subscribed before the initial read, so that no event is lost in between.
  const following = await subscribeToEvents(null, ({ afterGap, events }) => {
    const concerns = events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id)
    if (afterGap || concerns) sendOrEnd()
  })
  sendOrEnd()
  return () => {
    left.abort()
    following.end()
  }
}
