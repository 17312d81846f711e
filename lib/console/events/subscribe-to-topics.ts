import { z } from "zod"
import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import { visibleRollouts } from "@/lib/fleet/rollouts/find-rollout"
import { type Actor, may, requireScope } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { Scope } from "@/lib/identity/auth/scopes"
import { deploymentChanges } from "@/lib/ledger/deployments/subscribe-to-deployments"
import { db } from "@/lib/platform/db/transaction"
import { type ChangeSource, type LiveEmitter, streamChanges } from "@/lib/platform/events/stream-events"

const topics = ["deployments", "releases", "rollouts", "tenants"] as const
type Topic = (typeof topics)[number]

export const topicsSchema = z
  .string()
  .transform((text) => text.split(",").map((topic) => topic.trim()))
  .pipe(z.array(z.enum(topics)))
  .optional()
  .meta({
    description: `Topics, separated by commas: ${topics.join(", ")}. Default: all that the caller can read.`,
  })

const scopeOfTopic: Record<Topic, Scope> = {
  deployments: "deployments:read",
  releases: "releases:read",
  rollouts: "releases:read",
  tenants: "releases:read",
}

const sourceOfTopic: Record<Topic, (actor: Actor) => ChangeSource | Promise<ChangeSource>> = {
  deployments: (actor) => deploymentChanges(actor),
  releases: (actor) =>
    changedIds(actor, "release.updated", "releaseId", (id) =>
      db().release.findMany({ where: { id, ...ofVisibleTenants(actor) }, select: { id: true } }),
    ),
  rollouts: (actor) =>
    changedIds(actor, "rollout.updated", "rolloutId", (id) =>
      db().rollout.findMany({ where: { id, ...visibleRollouts(actor) }, select: { id: true } }),
    ),
  tenants: (actor) =>
    changedIds(actor, "tenant.updated", "tenantId", (id) =>
      db().tenant.findMany({
        where: { AND: [{ id }, { id: scopeOf(actor).tenants.where }] },
        select: { id: true },
      }),
    ),
}

/**
 * Sends the changes of these topics (undefined: all that the caller can read) to `emitter`, limited to what the caller can
 * see. Starts after `lastEventId`, or now if it is null. Throws a 403 for a topic whose scope the caller lacks. Returns the
 * function that ends the subscription.
 */
export async function subscribeToTopics(
  actor: Actor,
  chosen: readonly Topic[] | undefined,
  lastEventId: string | null,
  emitter: LiveEmitter,
): Promise<() => void> {
  const wanted = new Set(chosen ?? topics.filter((topic) => may(actor, scopeOfTopic[topic])))
  for (const topic of wanted) requireScope(actor, scopeOfTopic[topic])
  return streamChanges(
    emitter,
    lastEventId,
    await Promise.all([...wanted].map((topic) => sourceOfTopic[topic](actor))),
  )
}

/** Messages of one type that contain only the id of what changed. */
function changedIds(
  actor: Actor,
  type: string,
  idName: string,
  findVisible: (id: { in: string[] }) => Promise<{ id: string }[]>,
): ChangeSource {
  return async (events) => {
    const changed = events.filter((event) => event.type === type)
    const ids = changed.map(({ subjectId }) => subjectId)
    // Most callers have no limit, and then nothing needs to be read.
    const isAll = actor.tenantIds === null || ids.length === 0
    const visible = isAll ? ids : (await findVisible({ in: ids })).map(({ id }) => id)
    return new Map(
      changed
        .filter(({ subjectId }) => visible.includes(subjectId))
        .map((event) => [event, { event: type, data: { [idName]: event.subjectId } }]),
    )
  }
}
