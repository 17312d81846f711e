import { type Actor, may } from "@/lib/identity/auth/actor"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { db } from "@/lib/platform/db/transaction"
import type { LiveEmitter } from "@/lib/platform/events/live-emitter"
import {
  type FollowedBatch,
  type FollowedEvent,
  subscribeToEvents,
} from "@/lib/platform/events/subscribe-to-events"
import { log } from "@/lib/platform/log"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

/**
 * `releases`: also notify about changed releases, rollouts and tenants, by id; only for callers who can read all of
 * them.
 */
type Wanted = { environment?: string; application?: string; releases?: boolean }
type Loaded = { environmentId: string; deployment: Deployment }

/** Subjects that are announced by id only, and the name of the id field. */
const idNames: Readonly<Record<string, string>> = {
  "release.updated": "releaseId",
  "rollout.updated": "rolloutId",
  "tenant.updated": "tenantId",
}

/**
 * Sends `deployment.recorded` and `deployment.updated` to `emitter` with the deployment as it is at that time, limited
 * to what the caller can see. Sends `resync` when the changes are unknown and everything must be reloaded. Starts after
 * `lastEventId`, or now if it is null. Returns the function that ends the subscription.
 */
export async function subscribeToDeployments(
  actor: Actor,
  place: Wanted,
  lastEventId: string | null,
  emitter: LiveEmitter,
): Promise<() => void> {
  const environment = await resolveOptionalEnvironment(actor, place.environment)
  const environmentIds = environment === null ? actor.environmentIds : environment.ids
  const wanted = ({ environmentId, deployment }: Loaded) =>
    (environmentIds === null || environmentIds.includes(environmentId)) &&
    (place.application === undefined || place.application === deployment.application)

  const hearsReleases = place.releases === true && may(actor, "releases:read") && actor.tenantIds === null

  let sent = Promise.resolve()
  const following = await subscribeToEvents(lastEventId, (batch) => {
    sent = sent.then(() => sendBatch(emitter, batch, { wanted, hearsReleases }))
  })
  // Without data this is not an event, but the browser stores the id.
  sent = sent.then(() => emitter.send({ id: following.position }))
  return following.end
}

async function sendBatch(
  emitter: LiveEmitter,
  batch: FollowedBatch,
  { wanted, hearsReleases }: { wanted: (loaded: Loaded) => boolean; hearsReleases: boolean },
): Promise<void> {
  if (batch.afterGap) emitter.send({ event: "resync", data: {} })
  try {
    const deployments = await loadOnce(batch)
    for (const event of batch.events) {
      const loaded = deployments.get(event.subjectId)
      if (event.type === "ledger.imported") emitter.send({ id: event.position, event: "resync", data: {} })
      else if (loaded !== undefined && wanted(loaded))
        emitter.send({ id: event.position, event: event.type, data: loaded.deployment })
      else if (hearsReleases) sendChanged(emitter, event)
    }
  } catch (error) {
    // The client reconnects and receives what it missed.
    log.warn({ err: error }, "stream ended because deployments could not be read")
    emitter.end()
  }
}

function sendChanged(emitter: LiveEmitter, { type, position, subjectId }: FollowedEvent): void {
  const idName = idNames[type]
  if (idName !== undefined) emitter.send({ id: position, event: type, data: { [idName]: subjectId } })
}

const loading = new WeakMap<readonly FollowedEvent[], Promise<Map<string, Loaded>>>()

/** Reads the deployments of a batch once for all subscribers. */
function loadOnce({ events }: FollowedBatch): Promise<Map<string, Loaded>> {
  const known = loading.get(events)
  if (known !== undefined) return known
  const loaded = load(events)
  loading.set(events, loaded)
  return loaded
}

async function load(events: readonly FollowedEvent[]): Promise<Map<string, Loaded>> {
  const ids = new Set(
    events.filter(({ type }) => type.startsWith("deployment.")).map((event) => event.subjectId),
  )
  if (ids.size === 0) return new Map()
  const query = { where: { id: { in: [...ids] } }, include: { environment: true } }
  const rows = await db().deployment.findMany(query)
  const annulled = rows.length < ids.size ? await db().annulledDeployment.findMany(query) : []
  return new Map(
    [...rows, ...annulled].map((row) => [
      row.id,
      { environmentId: row.environmentId, deployment: toDeployment(row) },
    ]),
  )
}
