import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/identity/auth/actor"
import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import {
  type EnvironmentRef,
  readAllEnvironments,
  readLiveEnvironments,
} from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { snapshot } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import { requireOrderedWindow } from "@/lib/platform/ordered-window"
import { type RunningDeployment, readRunning } from "./read-running"
import type { Change, ChangesQuery, Running, StateEntry, StateQuery } from "./schema"

/** What runs where, now or at a past instant. */
export function listState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  return withAnnulled(actor, query.includeAnnulled, () => readState(actor, query))
}

async function readState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  const requested = await resolveOptionalEnvironment(actor, query.environment)
  const at = query.at ?? null
  const environments =
    requested === null ? await readLiveEnvironments(actor, at) : await membersOf(actor, requested)
  const running = await readRunning(environments, at)
  return running.map(({ seq: _seq, deployedAt, ...deployment }) => ({
    ...deployment,
    deployedAt: toInstant(deployedAt),
  }))
}

/** An environment and, for a family, each of its members. */
async function membersOf(actor: Actor, requested: EnvironmentRef): Promise<EnvironmentRef[]> {
  if (requested.ids.length === 1) return [requested]
  return (await readAllEnvironments(actor)).filter(({ id }) => requested.ids.includes(id))
}

function toRunning(deployment: RunningDeployment): Running {
  const {
    application: _application,
    environment: _environment,
    seq: _seq,
    deployedAt,
    ...running
  } = deployment
  return { ...running, deployedAt: toInstant(deployedAt) }
}

/** What changed between two instants, including added and removed deployments. */
export async function listChanges(
  actor: Actor,
  { from, to, includeAnnulled }: ChangesQuery,
): Promise<Change[]> {
  requireOrderedWindow({ from, to })
  if (to === undefined && from > new Date()) throw invalid("/from", "from is in the future.")
  const [before, after] = await withAnnulled(actor, includeAnnulled, () =>
    // One snapshot: a record created between the two reads would look like an earlier change.
    snapshot(() =>
      Promise.all(
        [from, to ?? null].map(async (at) => readRunning(await readLiveEnvironments(actor, at), at)),
      ),
    ),
  )
  return compareStates(before ?? [], after ?? [])
}

/**
 * Where two states differ, in the order of the states: another image tag, build or service versions, added or removed.
 * Redeploying the same version is not a change.
 */
function compareStates(before: readonly RunningDeployment[], after: readonly RunningDeployment[]): Change[] {
  const lanes = new Map<string, { before?: RunningDeployment; after?: RunningDeployment }>()
  for (const one of before) lanes.set(laneOf(one), { before: one })
  for (const one of after) lanes.set(laneOf(one), { ...lanes.get(laneOf(one)), after: one })
  return [...lanes.values()].flatMap((lane) => {
    const running = lane.after ?? lane.before
    if (running === undefined || isSameVersion(lane.before, lane.after)) return []
    return [
      {
        application: running.application,
        environment: running.environment,
        before: lane.before === undefined ? null : toRunning(lane.before),
        after: lane.after === undefined ? null : toRunning(lane.after),
      },
    ]
  })
}

function laneOf({ application, environment }: RunningDeployment): string {
  return JSON.stringify([application, environment])
}

function isSameVersion(before: RunningDeployment | undefined, after: RunningDeployment | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    isSameBuild(before, after) &&
    isDeepStrictEqual(before.serviceVersions, after.serviceVersions)
  )
}
