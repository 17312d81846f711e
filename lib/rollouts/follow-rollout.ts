import type { Actor } from "@/lib/auth/actor"
import type { EventSink } from "@/lib/events/event-sink"
import { followEvents } from "@/lib/events/follow-events"
import { log } from "@/lib/log"
import { findRollout } from "./find-rollout"
import { getRollout } from "./get-rollout"

/**
 * Tells `sink` of one rollout: `rollout` first and whenever it changes. Changes that come while it is being read are told
 * together, so that a large fleet cannot make whoever watches fall behind. Answers what ends it.
 */
export async function followRollout(actor: Actor, id: string, sink: EventSink): Promise<() => void> {
  await findRollout(actor, id)
  let telling = false
  let isStale = false
  const tell = async () => {
    isStale = true
    if (telling) return
    telling = true
    while (isStale) {
      isStale = false
      sink.send({ event: "rollout", data: await getRollout(actor, id) })
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
  return following.end
}
