import type { Actor } from "@/lib/auth/actor"
import type { EventSink } from "@/lib/events/event-sink"
import { followBatches } from "@/lib/operations/follow-operations"
import { findRollout } from "./find-rollout"
import { getRollout } from "./get-rollout"

/** Tells `sink` of one rollout: `rollout` first and whenever it changes. Answers what ends it. */
export async function followRollout(actor: Actor, id: string, sink: EventSink): Promise<() => void> {
  await findRollout(actor, id)
  return followBatches(sink, async (batch) => {
    const concerns =
      batch === null ||
      batch.afterGap ||
      batch.events.some(({ type, subjectId }) => type === "rollout.updated" && subjectId === id)
    if (concerns) sink.send({ event: "rollout", data: await getRollout(actor, id) })
  })
}
