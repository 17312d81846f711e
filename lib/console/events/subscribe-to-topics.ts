import { z } from "zod"
import { visibleRollouts } from "@/lib/fleet/rollouts/find-rollout"
import { type Actor, hasScope, requireScope } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { type DeploymentFilter, deploymentChanges } from "@/lib/ledger/deployments/deployment-changes"
import { db } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { type ChangeSource, type LiveEmitter, streamChanges } from "@/lib/platform/events/stream-events"

const topics = ["deployments", "quarantines", "releases", "rollouts", "tenants"] as const
type Topic = (typeof topics)[number]

export const topicsSchema = z
  .string()
  .transform((text) => text.split(",").map((topic) => topic.trim()))
  .pipe(z.array(z.enum(topics)))
  .optional()
  .meta({
    description: `Topics, separated by commas: ${topics.join(", ")}. Default: all that the caller can read.`,
  })

/**
 * Sends the changes of these topics (undefined: all that the caller can read) to `emitter`, limited to what the caller can
 * see; `filter` limits the topic `deployments`. Starts after `lastEventId`, or now if it is null. Throws a 403 for a topic
 * whose scope the caller lacks. Returns the function that ends the subscription.
 */
export async function subscribeToTopics(
  actor: Actor,
  requested: readonly Topic[] | undefined,
  lastEventId: string | null,
  emitter: LiveEmitter,
  filter: DeploymentFilter = {},
): Promise<() => void> {
  const selected = new Set(requested ?? topics.filter((topic) => hasScope(actor, readScope(topic))))
  for (const topic of selected) requireScope(actor, readScope(topic))
  rejectUnusedFilter(selected, filter)
  const sources = [...selected].map((topic) =>
    topic === "deployments" ? deploymentChanges(actor, filter) : changesOf(actor, otherTopics[topic]),
  )
  return streamChanges(emitter, lastEventId, await Promise.all(sources))
}

/** Rejects a filter without its topic, which the caller would wrongly expect to have an effect. */
function rejectUnusedFilter(selected: ReadonlySet<Topic>, filter: DeploymentFilter): void {
  if (selected.has("deployments")) return
  const unused = Object.entries(filter).find(([, value]) => value !== undefined)
  if (unused !== undefined)
    throw invalid(`/${unused[0]}`, "This filter applies to the topic deployments, which was not requested.")
}

function readScope(topic: Topic) {
  return topic === "deployments" ? "deployments:read" : "releases:read"
}

type OtherTopic = {
  noun: string
  /** The subset of the ids that a caller limited to tenants can see. */
  findVisible: (actor: Actor, id: { in: string[] }) => Promise<{ id: string }[]>
}

const otherTopics: Record<Exclude<Topic, "deployments">, OtherTopic> = {
  quarantines: {
    noun: "quarantine",
    findVisible: async (_actor, { in: ids }) => ids.map((id) => ({ id })),
  },
  releases: {
    noun: "release",
    findVisible: (actor, id) =>
      db().release.findMany({
        where: { id, tenantId: visibleTo(actor).tenants.where },
        select: { id: true },
      }),
  },
  rollouts: {
    noun: "rollout",
    findVisible: (actor, id) =>
      db().rollout.findMany({ where: { id, ...visibleRollouts(actor) }, select: { id: true } }),
  },
  tenants: {
    noun: "tenant",
    findVisible: async (actor, { in: ids }) =>
      ids.filter((id) => visibleTo(actor).tenants.includes(id)).map((id) => ({ id })),
  },
}

/** Messages such as `release.updated` that contain only an id, such as `releaseId`. */
function changesOf(actor: Actor, { noun, findVisible }: OtherTopic): ChangeSource {
  const type = `${noun}.updated`
  const read: ChangeSource["read"] = async (events) => {
    const changed = events.filter((event) => event.type === type)
    const ids = changed.map(({ subjectId }) => subjectId)
    const visible =
      !visibleTo(actor).tenants.isLimited || ids.length === 0 ? null : await findVisible(actor, { in: ids })
    return new Map(
      changed
        .filter(({ subjectId }) => visible === null || visible.some(({ id }) => id === subjectId))
        .map((event) => [event, { event: type, data: { [`${noun}Id`]: event.subjectId } }]),
    )
  }
  return { key: JSON.stringify([noun, actor.tenantIds]), read }
}
