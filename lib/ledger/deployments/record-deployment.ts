import { auditRow } from "@/lib/identity/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
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
import { claimRow, type KeyClaim } from "@/lib/platform/key-claim"
import { resolveAttempt } from "./attempts"
import { deploymentColumnsSql, type NewDeployment, rowOf } from "./columns"
import { timesOfNewRecord } from "./deployment-times"
import { annulledConflict, type FoundDeployment } from "./find-deployment"
import { lockLane } from "./lane-sql"
import { externalIdConflict, mergedUpdate, requireSameDeployment } from "./merge-deployment"
import { newDeployment } from "./new-deployment"
import { recomputeLaneFacts } from "./recompute-lane-facts"
import type { Deployment, RecordDeployment } from "./schema"
import { hasReached } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"
import { applyDeploymentUpdate } from "./update-deployment"

export type Recorded = { deployment: Deployment; created: boolean }

/**
 * Records one deployment and updates the facts of its lane in one transaction. The same externalId from the same caller
 * updates the existing record (`created: false`). The first of these paths that can record it does:
 * 1. `recordInOneStatement`, most records: the environment is given by name, and nothing else of the lane changes.
 *    Records that arrive at the same time share a statement (`insertions`).
 * 2. `recordByAlias`: resolves an alias or pattern, then records under the name in the same way.
 * 3. `recordWithLaneLock`: late records, rollbacks and repeated reports, which may change other records of the lane.
 * A request with an Idempotency-Key tries the first two together with its key (`recordAndClaim`); if neither records it,
 * the key is claimed first, and the transaction of `recordDeployment` also stores the response.
 */
export async function recordDeployment(actor: Actor, input: RecordDeployment): Promise<Recorded> {
  return retryIfArchived(async () => {
    const recorded = await recordInOneStatement(actor, input)
    if (recorded !== null) return recorded
    const [environment] = await collectFaults([
      resolveForRecording(actor, input.environment),
      check(() => rejectTimes(input)),
    ])
    return (await recordByAlias(actor, input, environment)) ?? recordWithLaneLock(actor, input, environment)
  })
}

/**
 * Records one deployment and claims an Idempotency-Key in one statement. Null, with nothing changed, if more than one
 * statement is needed, the request must be rejected, or the key was used before.
 */
export async function recordAndClaim(
  actor: Actor,
  input: RecordDeployment,
  claim: KeyClaim,
): Promise<Recorded | null> {
  try {
    const recorded = await recordInOneStatement(actor, input, claim)
    if (recorded !== null) return recorded
    return await recordByAlias(actor, input, await resolveEnvironment(actor, input.environment), claim)
  } catch (error) {
    // Whether the request is rejected also depends on the key.
    if (error instanceof DomainError) return null
    throw error
  }
}

/** The result of `recordAndClaim`, from what record_deployments stored with the key. */
export async function readRecorded(stored: unknown): Promise<Recorded> {
  const json = JSON.stringify(stored)
  const [row] = await db().$queryRaw<DeploymentWithEnvironment[]>`
    SELECT ${deploymentColumnsSql} FROM json_populate_record(NULL::deployment, ${json}::json) d
    CROSS JOIN LATERAL (SELECT ${json}::json->>'environment' AS name) e`
  if (row === undefined) throw new Error("The record of a completed request could not be read")
  return { deployment: toDeployment(row), created: true }
}

/** The times of a report with an externalId are validated together with the existing deployment. */
function rejectTimes(input: RecordDeployment): void {
  if (input.externalId === undefined) timesOfNewRecord(input, new Date())
}

/** Null, with nothing changed, if the record needs another path. */
async function recordInOneStatement(
  actor: Actor,
  input: RecordDeployment,
  claim: KeyClaim | null = null,
): Promise<Recorded | null> {
  const record = newUnlessRejected(actor, input)
  if (record === null) return null
  const insertion = insertionOf(actor, record, input, claim)
  const row = isCommitShared()
    ? await transaction(() => insertDeployment(insertion, false))
    : await insertions.call(insertion).catch(nullOnConflict)
  return row === null ? null : { deployment: toDeployment(row), created: true }
}

async function recordByAlias(
  actor: Actor,
  input: RecordDeployment,
  { name }: EnvironmentRef,
  claim: KeyClaim | null = null,
): Promise<Recorded | null> {
  return name === input.environment
    ? null
    : recordInOneStatement(actor, { ...input, environment: name }, claim)
}

async function recordWithLaneLock(
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
    if (resolved.existing !== null) {
      if (resolved.existing.annulledAt !== null) throw annulledConflict()
      const update = mergedUpdate(resolved.existing, input, environment.id)
      return { deployment: await applyDeploymentUpdate(actor, resolved.existing, update), created: false }
    }
    const { attempt, previousAttemptId } = resolved
    const record = { ...newDeployment(actor, input, environment.id, new Date()), attempt, previousAttemptId }
    const row = await insertDeployment(
      insertionOf(actor, record, { ...input, environment: environment.name }),
      true,
    )
    if (row === null) throw new Error("insertDeployment returned null although the lane is locked")
    await linkNextAttempt(row, attempts)
    if (hasReached(row)) await recomputeLaneFacts(lane, { positions: [row], imageTag: row.imageTag })
    return { deployment: toDeployment(row), created: true }
  })
}

/** Null if the times contradict each other: the last path names every fault, or completes an existing record. */
function newUnlessRejected(actor: Actor, input: RecordDeployment): NewDeployment | null {
  try {
    // The database resolves the environment.
    return newDeployment(actor, input, "", new Date())
  } catch (error) {
    if (error instanceof DomainError) return null
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
  attempts: readonly FoundDeployment[],
): Promise<void> {
  const next = attempts
    .filter(({ attempt }) => attempt > row.attempt)
    .sort((a, b) => a.attempt - b.attempt)
    .at(0)
  if (next === undefined) return
  const change = { where: { id: next.id }, data: { previousAttemptId: row.id } }
  await (next.annulledAt === null ? db().deployment.update(change) : db().annulledDeployment.update(change))
}

/** A new record in the form that `record_deployments` expects. */
type Insertion = {
  row: Record<string, unknown>
  audit: Record<string, unknown>
  environment: string
  allowed: readonly string[] | null
  claim: Record<string, unknown> | null
}

/** The database sets a time that is not given while it holds the lane lock, so that records stay in order. */
function insertionOf(
  actor: Actor,
  record: NewDeployment,
  input: RecordDeployment,
  claim: KeyClaim | null = null,
): Insertion {
  const { id, application, imageTag, status } = record
  const { environment } = input
  const audit = auditRow(actor, "deployment.recorded", id, { application, environment, imageTag, status })
  const { environment_id: _found, deployed_at, ...row } = rowOf(record)
  return {
    row: { ...row, deployed_at: isNow(input) ? null : deployed_at },
    audit,
    environment,
    allowed: actor.environmentIds,
    claim: claim && claimRow(claim),
  }
}

/**
 * Inserts new records and everything that belongs to them in one statement. Null, with nothing inserted, for records
 * that need more than that. The rules are in the database function record_deployments.
 */
async function insert(
  items: readonly Insertion[],
  { recomputes, waits }: { recomputes: boolean; waits: boolean },
): Promise<(DeploymentWithEnvironment | null)[]> {
  const json = JSON.stringify(items.map((item, index) => ({ place: index, ...item })))
  const stored = await query<DeploymentWithEnvironment & { index: number }>(Prisma.sql`
    SELECT r.place AS "index", ${deploymentColumnsSql} FROM record_deployments(${json}::json, ${recomputes}, ${waits}) r
    CROSS JOIN LATERAL (SELECT (r.recorded).*) d JOIN environment e ON e.id = d.environment_id`)
  if (stored.length > 0) afterCommit(notifyListeners)
  const byIndex = new Map(stored.map(({ index, ...row }) => [index, row]))
  return items.map((_, index) => byIndex.get(index) ?? null)
}

async function insertDeployment(
  item: Insertion,
  recomputes: boolean,
): Promise<DeploymentWithEnvironment | null> {
  const [row = null] = await insert([item], { recomputes, waits: true }).catch(rethrowAsConflict)
  return row
}

/** Fails if a lane is locked for long; then each record is inserted alone. */
const insertions = new GroupedCalls(
  (items: readonly Insertion[]) => insert(items, { recomputes: false, waits: false }),
  async (item) => (item.claim === null ? insertDeployment(item, false) : null),
)

/** After a deadlock, the record takes the last path, which is retried. */
function nullOnConflict(error: unknown): null {
  if (isTransactionConflict(error)) return null
  throw error
}

/** The lane was checked already, so another one is recording the same externalId at the same time. */
function rethrowAsConflict(error: unknown): never {
  if (isUniqueViolation(error)) throw externalIdConflict("is for another application or environment")
  throw error
}
