import { setTimeout as sleep } from "node:timers/promises"
import type { Actor } from "@/lib/identity/auth/actor"
import type { LiveEmitter } from "@/lib/platform/events/live-emitter"
import { subscribeToEvents } from "@/lib/platform/events/subscribe-to-events"
import { log } from "@/lib/platform/log"
import { findRollout } from "./find-rollout"
import { getRolloutChanges } from "./get-rollout"

/** The least between two tellings: a rollout of thousands changes many times a second. */
const restMs = 500

/**
 * Tells `emitter` of one rollout: `rollout` at once and when it changes, each with the releases alone that changed since the
 * one before; the first with those since `after`, or none where that is null. Changes that come meanwhile are told together,
 * so that a large fleet cannot make whoever watches fall behind. Answers what ends it.
 */
export async function subscribeToRollout(
  actor: Actor,
  id: string,
  after: number | null,
  emitter: LiveEmitter,
): Promise<() => void> {
  await findRollout(actor, id)
  const left = new AbortController()
  let told = after
  let telling = false
  let isStale = false
  const tell = async () => {
    isStale = true
    if (telling) return
    telling = true
    while (isStale && !left.signal.aborted) {
      isStale = false
      const { rollout, isAll } = await getRolloutChanges(actor, id, told)
      told = rollout.changes
      emitter.send({ event: "rollout", id: String(told), data: rollout })
      if (!isAll) isStale = true
      await sleep(restMs, null, { signal: left.signal }).catch(() => undefined)
    }
    telling = false
  }
  const tellOrEnd = () =>
    void tell().catch((error: unknown) => {
      // The caller comes back and is told everything.
      log.warn({ err: error, rolloutId: id }, "A stream ended because its rollout could not be read")
      emitter.end()
    })
  // Subscribed before the beginning is read, so that nothing falls between.
  const following = await subscribeToEvents(null, ({ afterGap, events }) => {
    const concerns = events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id)
    if (afterGap || concerns) tellOrEnd()
  })
  tellOrEnd()
  return () => {
    left.abort()
    following.end()
  }
}
