import { auditEntry } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { rowOf } from "@/lib/ledger/deployments/import/columns"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import {
  resolveEnvironment,
  resolveForRecording,
  retryIfArchived,
} from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { isTransactionConflict, isUniqueViolation } from "@/lib/platform/db/database-errors"
import { Prisma } from "@/lib/platform/db/generated/client"
import { GroupedCalls } from "@/lib/platform/db/grouped-calls"
import { afterCommit, db, isCommitShared, query, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { notifyListeners } from "@/lib/platform/events/publish-event"
import { claimJson, type KeyClaim } from "@/lib/platform/key-claim"
import { resolveAttempt } from "./attempts"
import { timesOfNewRecord } from "./deployment-times"
import { annulledConflict, type FoundDeployment } from "./find-deployment"
import { lockLane } from "./lane-sql"
import { externalIdConflict, mergeDeployment, requireSameDeployment } from "./merge-deployment"
import { type NewDeployment, newDeployment } from "./new-deployment"
import { recomputeLaneFacts } from "./recompute-lane-facts"
import type { Deployment, RecordDeployment } from "./schema"
import { hasReached } from "./status-transitions"
import { type DeploymentWithEnvironment, deploymentColumnsSql, toDeployment } from "./to-deployment"

export type Recorded = { deployment: Deployment; created: boolean }

/**
 * Records one deployment and updates the facts of its lane in one transaction. The same externalId from the same caller
 * updates the existing record (`created: false`).
 */
export async function recordDeployment(actor: Actor, input: RecordDeployment): Promise<Recorded> {
  return retryIfArchived(async () => {
    const [environment] = await collectFaults([
      resolveForRecording(actor, input.environment),
      check(() => refuseTimes(input)),
    ])
    return (await recordAtOnce(actor, input, environment)) ?? recordWithCare(actor, input, environment)
  })
}

/**
 * Records one deployment and claims an Idempotency-Key in one statement. Null, with nothing changed, if that takes more than
 * one statement, the request is to be refused, or the key was used before.
 */
export async function recordAndClaim(
  actor: Actor,
  input: RecordDeployment,
  claim: KeyClaim,
): Promise<Recorded | null> {
  try {
    const environment = await resolveEnvironment(actor, input.environment)
    if (environment.archivedAt !== null || environment.familyId !== null) return null
    const record = newDeployment(actor, input, environment.id, new Date())
    const row = await insertions.call({ ...insertionOf(actor, record, environment, isNow(input)), claim })
    return row && { deployment: toDeployment(row), created: true }
  } catch (error) {
    // Whether the request is refused depends on the key, too.
    if (error instanceof DomainError) return null
    throw error
  }
}

/** The answer of `recordAndClaim`, from what record_deployments stored with the key. */
export async function readRecorded(stored: unknown): Promise<Recorded> {
  const json = JSON.stringify(stored)
  const [row] = await db().$queryRaw<DeploymentWithEnvironment[]>`
    SELECT ${deploymentColumnsSql} FROM json_populate_record(NULL::deployment, ${json}::json) d
    CROSS JOIN LATERAL (SELECT ${json}::json->>'environment' AS name) e`
  if (row === undefined) throw new Error("The record of an answered request could not be read")
  return { deployment: toDeployment(row), created: true }
}

/** The times of a report with an externalId are assessed with what is known of its deployment. */
function refuseTimes(input: RecordDeployment): void {
  if (input.externalId === undefined) timesOfNewRecord(input, new Date())
}

/** The fast path for most records: the deployment is new, and no other record of the lane changes. */
async function recordAtOnce(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
): Promise<Recorded | null> {
  const record = newUnlessKnown(actor, input, environment)
  if (record === null) return null
  const insertion = insertionOf(actor, record, environment, isNow(input))
  const row = isCommitShared()
    ? await transaction(() => insertDeployment(insertion, false))
    : await insertions.call(insertion).catch(noRow)
  return row === null ? null : { deployment: toDeployment(row), created: true }
}

/** The slow path: a late record, a rollback, or an update of an existing deployment, which may change other records. */
async function recordWithCare(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
): Promise<Recorded> {
  const lane = { application: input.application, environmentId: environment.id }
  return transaction(async () => {
    await lockLane(lane)
    const attempts = await findAttempts(actor, input.externalId)
    for (const attempt of attempts) requireSameDeployment(attempt, input, environment.id)
    const resolved = resolveAttempt(attempts, input)
    if (resolved.known !== null) {
      if (resolved.known.annulledAt !== null) throw annulledConflict()
      return {
        deployment: await mergeDeployment(actor, resolved.known, input, environment.id),
        created: false,
      }
    }
    const { attempt, previousAttemptId } = resolved
    const record = { ...newDeployment(actor, input, environment.id, new Date()), attempt, previousAttemptId }
    const row = await insertDeployment(insertionOf(actor, record, environment, isNow(input)), true)
    if (row === null) throw new Error("insertDeployment returned null although the lane is locked")
    await linkNextAttempt(row, attempts)
    if (hasReached(row)) await recomputeLaneFacts(lane, { places: [row], imageTag: row.imageTag })
    return { deployment: toDeployment(row), created: true }
  })
}

/** Null if the times contradict each other on their own, but may complete an existing record. */
function newUnlessKnown(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
): NewDeployment | null {
  try {
    return newDeployment(actor, input, environment.id, new Date())
  } catch (error) {
    if (input.externalId !== undefined && error instanceof DomainError) return null
    throw error
  }
}

function isNow({ deployedAt, completedAt }: RecordDeployment): boolean {
  return deployedAt === undefined && (completedAt ?? null) === null
}

async function findAttempts(actor: Actor, externalId: string | undefined): Promise<FoundDeployment[]> {
  if (externalId === undefined) return []
  const query = { where: { source: sourceOf(actor), externalId }, include: { environment: true } }
  const rows = await db().deployment.findMany(query)
  const live = rows.map((row) => ({ ...row, annulledAt: null, annulledBy: null, annulReason: null }))
  return [...live, ...(await db().annulledDeployment.findMany(query))]
}

/** Links the next attempt to this one, which was reported after it. */
async function linkNextAttempt(
  row: DeploymentWithEnvironment,
  known: readonly FoundDeployment[],
): Promise<void> {
  const next = known
    .filter(({ attempt }) => attempt > row.attempt)
    .sort((a, b) => a.attempt - b.attempt)
    .at(0)
  if (next === undefined) return
  const change = { where: { id: next.id }, data: { previousAttemptId: row.id } }
  await (next.annulledAt === null ? db().deployment.update(change) : db().annulledDeployment.update(change))
}

/** A new record and its audit entry, as `record_deployment` takes them, with the claim of the request's key if it has one. */
type Insertion = { lane: string; row: string; audit: string; environment: string; claim: KeyClaim | null }

/** Without a given time, the database sets it while it holds the lane lock, so that records stay in order. */
function insertionOf(
  actor: Actor,
  record: NewDeployment,
  { name }: EnvironmentRef,
  isNow: boolean,
): Insertion {
  const { id, application, environmentId, imageTag, status } = record
  const audit = auditEntry(actor, {
    action: "deployment.recorded",
    subjectType: "deployment",
    subjectId: id,
    detail: { application, environment: name, imageTag, status },
  })
  return {
    lane: `${application} ${environmentId}`,
    row: JSON.stringify(isNow ? { ...rowOf(record), deployed_at: null } : rowOf(record)),
    audit: JSON.stringify(audit),
    environment: name,
    claim: null,
  }
}

/**
 * Inserts a new record and everything that belongs to it in one statement. Returns null, without inserting, if the
 * externalId exists or, unless `recomputes` is set, if other records of the lane must be recomputed. The rules are in
 * the database function record_deployment.
 */
async function insertDeployment(
  { row, audit }: Insertion,
  recomputes: boolean,
): Promise<DeploymentWithEnvironment | null> {
  const [stored = null] = await db().$queryRaw<DeploymentWithEnvironment[]>`
    SELECT ${deploymentColumnsSql}
    FROM record_deployment(${row}::json, ${audit}::json, ${recomputes}) d
    JOIN environment e ON e.id = d.environment_id`.catch(toConflict)
  if (stored !== null) afterCommit(notifyListeners)
  return stored
}

/** The same for several at once, some with a claim. Fails where a lane is held for long; then each is inserted alone. */
async function insertDeployments(items: readonly Insertion[]): Promise<(DeploymentWithEnvironment | null)[]> {
  const inOrder = items
    .map((item, place) => ({ lane: item.lane, json: itemJson(item, place) }))
    .sort((a, b) => (a.lane < b.lane ? -1 : 1))
  const stored = await query<DeploymentWithEnvironment & { place: number }>(Prisma.sql`
    SELECT r.place, ${deploymentColumnsSql}
    FROM record_deployments(${`[${inOrder.map(({ json }) => json).join()}]`}::json) r
    CROSS JOIN LATERAL (SELECT (r.recorded).*) d JOIN environment e ON e.id = d.environment_id`)
  notifyListeners()
  const byPlace = new Map(stored.map(({ place, ...row }) => [place, row]))
  return items.map((_, place) => byPlace.get(place) ?? null)
}

function itemJson({ row, audit, environment, claim }: Insertion, place: number): string {
  const claimed = claim === null ? "" : `,"claim":${claimJson(claim)}`
  return `{"place":${place},"row":${row},"audit":${audit},"environment":${JSON.stringify(environment)}${claimed}}`
}

const insertions = new GroupedCalls(insertDeployments, async (item) =>
  item.claim === null ? insertDeployment(item, false) : null,
)

/** The slow path tries again after a deadlock. */
function noRow(error: unknown): null {
  if (isTransactionConflict(error)) return null
  throw error
}

/** The lane was checked already, so another one is recording the same externalId at the same time. */
function toConflict(error: unknown): never {
  if (isUniqueViolation(error)) throw externalIdConflict("is for another application or environment")
  throw error
}
