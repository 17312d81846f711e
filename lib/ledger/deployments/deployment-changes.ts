import type { Actor } from "@/lib/identity/auth/actor"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { db } from "@/lib/platform/db/transaction"
import {
  type ChangeSource,
  type Messages,
  resync,
  type StreamedEvent,
} from "@/lib/platform/events/stream-events"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

export type DeploymentFilter = { environment?: string; application?: string }
/** `laneEnvironmentIds`: its environment, and the family of that. */
type Loaded = { laneEnvironmentIds: string[]; deployment: Deployment }

/** `deployment.recorded` and `deployment.updated` with the deployment as it is then, and `resync` after an import. */
export async function deploymentChanges(actor: Actor, filter: DeploymentFilter = {}): Promise<ChangeSource> {
  const environment = await resolveOptionalEnvironment(actor, filter.environment)
  const environmentIds = environment === null ? actor.environmentIds : environment.ids
  // Also matches by family, because a family may get members while the stream is open.
  const matchesFilter = ({ laneEnvironmentIds, deployment }: Loaded) =>
    (environmentIds === null || laneEnvironmentIds.some((id) => environmentIds.includes(id))) &&
    (filter.application === undefined || filter.application === deployment.application)

  const read: ChangeSource["read"] = async (events) => {
    startLoading(events)
    const messages: Messages = new Map()
    for (const event of events) {
      const loaded = (await loading.get(event))?.get(event.subjectId)
      if (event.type === "ledger.imported") messages.set(event, resync)
      else if (loaded !== undefined && matchesFilter(loaded))
        messages.set(event, { event: event.type, data: loaded.deployment })
    }
    return messages
  }
  return { key: JSON.stringify(["deployment", environmentIds, filter.application]), read }
}

/** The deployments of each event, read once for all subscribers. */
const loading = new WeakMap<StreamedEvent, Promise<Map<string, Loaded>>>()

function startLoading(events: readonly StreamedEvent[]): void {
  const unread = events.filter((event) => event.type.startsWith("deployment.") && !loading.has(event))
  if (unread.length === 0) return
  const loaded = loadDeployments([...new Set(unread.map(({ subjectId }) => subjectId))])
  // A stream that fails at an earlier event never awaits this one.
  loaded.catch(() => undefined)
  for (const event of unread) loading.set(event, loaded)
}

/** The deployments with these ids, including annulled ones. */
export async function loadDeployments(ids: string[]): Promise<Map<string, Loaded>> {
  const query = { where: { id: { in: ids } }, include: { environment: true } }
  const rows = await db().deployment.findMany(query)
  const annulled = rows.length < ids.length ? await db().annulledDeployment.findMany(query) : []
  return new Map(
    [...rows, ...annulled].map((row) => {
      const { id, familyId } = row.environment
      return [
        row.id,
        { laneEnvironmentIds: familyId === null ? [id] : [id, familyId], deployment: toDeployment(row) },
      ]
    }),
  )
}
