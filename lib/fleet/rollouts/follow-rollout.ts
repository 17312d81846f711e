import { setTimeout as sleep } from "node:timers/promises"
import type { Actor } from "@/lib/identity/auth/actor"
import type { EventSink } from "@/lib/platform/events/event-sink"
import { followEvents } from "@/lib/platform/events/follow-events"
import { log } from "@/lib/platform/log"
import { findRollout } from "./find-rollout"
import { getRolloutChanges } from "./get-rollout"

/** The least between two tellings: a rollout of thousands changes many times a second. */
const restMilliseconds = 500

/**
 * Tells `sink` of one rollout: `rollout` at once and when it changes, each with the releases alone that changed since the
 * one before; the first with those since `after`, or none where that is null. Changes that come meanwhile are told together,
 * so that a large fleet cannot make whoever watches fall behind. Answers what ends it.
 */
export async function followRollout(
  actor: Actor,
  id: string,
  after: number | null,
  sink: EventSink,
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
      sink.send({ event: "rollout", id: String(told), data: rollout })
      if (!isAll) isStale = true
      await sleep(restMilliseconds, null, { signal: left.signal }).catch(() => undefined)
    }
    telling = false
  }
  const tellOrEnd = () =>
    void tell().catch((error: unknown) => {
      // The caller comes back and is told everything.
      log.warn({ err: error, rolloutId: id }, "A stream ended because its rollout could not be read")
      sink.end()
    })
  // Subscribed before the beginning is read, so that nothing falls between.
  const following = await followEvents(null, ({ afterGap, events }) => {
    const concerns = events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id)
    if (afterGap || concerns) tellOrEnd()
  })
  tellOrEnd()
  return () => {
    left.abort()
    following.end()
  }
}
