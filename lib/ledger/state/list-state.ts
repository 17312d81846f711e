import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/identity/auth/actor"
import { currentOfLaneSql } from "@/lib/ledger/deployments/current-sql"
import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { compareRank } from "@/lib/ledger/environments/promotion-order"
import {
  type EnvironmentRef,
  readAllEnvironments,
  readLiveEnvironments,
} from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { compareTexts } from "@/lib/platform/compare-texts"
import { isAmong } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query, snapshot } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { requireOrderedWindow } from "@/lib/platform/page"
import {
  type Change,
  type ChangesQuery,
  type Running,
  runningSchema,
  type StateEntry,
  type StateQuery,
  stateEntrySchema,
} from "./schema"

export function listState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  return withAnnulled(actor, query.includeAnnulled, () => readState(actor, query))
}

async function readState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  const requested = await resolveOptionalEnvironment(actor, query.environment)
  const at = query.at ?? null
  const environments =
    requested === null ? await readLiveEnvironments(actor, at) : await readMembers(actor, requested)
  const running = await readRunning(environments, at)
  return running.map((deployment) => fieldsOf(stateEntrySchema, deployment))
}

/** An environment and, for a family, each of its members. */
async function readMembers(actor: Actor, requested: EnvironmentRef): Promise<EnvironmentRef[]> {
  if (requested.ids.length === 1) return [requested]
  return (await readAllEnvironments(actor)).filter(({ id }) => requested.ids.includes(id))
}

const toRunning = (deployment: RunningDeployment | undefined): Running | null =>
  deployment === undefined ? null : fieldsOf(runningSchema, deployment)

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

/** Where two states differ in tag, build or service versions; deploying the same version again is no change. */
function compareStates(before: readonly RunningDeployment[], after: readonly RunningDeployment[]): Change[] {
  const laneOf = ({ application, environment }: RunningDeployment) =>
    JSON.stringify([application, environment])
  const byLane = (state: readonly RunningDeployment[]) => new Map(state.map((one) => [laneOf(one), one]))
  const [earlier, later] = [byLane(before), byLane(after)]
  return [...byLane([...before, ...after])].flatMap(([lane, { application, environment }]) => {
    const [was, is] = [earlier.get(lane), later.get(lane)]
    if (was && is && isSameVersion(was, is)) return []
    return [{ application, environment, before: toRunning(was), after: toRunning(is) }]
  })
}

function isSameVersion(before: RunningDeployment, after: RunningDeployment): boolean {
  return isSameBuild(before, after) && isDeepStrictEqual(before.serviceVersions, after.serviceVersions)
}

/** The current deployment of one lane. */
type RunningDeployment = Omit<StateEntry, "deployedAt"> & { deployedAt: Date; seq: number }

type Row = Omit<RunningDeployment, "environment"> & { environmentId: string }

const currentColumns = Prisma.sql`d.id, d.image_tag, d.deployed_at, d.seq, d.git_commit, d.artifact_digest, d.service_versions`

/**
 * The current deployment of every lane of these environments, by application, then in rank order. `at`: as of that
 * instant; null: now. `applications` restricts the result. One index lookup per lane.
 */
export async function readRunning(
  environments: readonly EnvironmentRef[],
  at: Date | null,
  applications: readonly string[] | null = null,
): Promise<RunningDeployment[]> {
  const byId = new Map(environments.map((environment) => [environment.id, environment]))
  const rows = await query<Row>(Prisma.sql`
    SELECT l.application, l.environment_id AS "environmentId", d.id AS "deploymentId", d.image_tag AS "imageTag",
      d.deployed_at AS "deployedAt", d.seq::float8 AS seq, d.service_versions AS "serviceVersions",
      d.git_commit AS "gitCommit", d.artifact_digest AS "artifactDigest"
    FROM lane l
    CROSS JOIN LATERAL (${currentOfLaneSql(currentColumns, at)}) d
    WHERE l.environment_id = ANY(${[...byId.keys()]}::uuid[]) AND ${isAmong(Prisma.sql`l.application`, applications, "text")}`)
  const rankOf = ({ environmentId }: Row) => byId.get(environmentId) ?? { name: environmentId, rank: null }
  return rows
    .sort((a, b) => compareTexts(a.application, b.application) || compareRank(rankOf(a), rankOf(b)))
    .map(({ environmentId, ...row }) => ({
      ...row,
      environment: byId.get(environmentId)?.name ?? environmentId,
    }))
}
