import { type Actor, sourceOf } from "@/lib/auth/actor"
import { db, singleStatement, transaction } from "@/lib/db/transaction"
import type { EnvironmentRef } from "@/lib/environments/environment-ref"
import { resolveForRecording } from "@/lib/environments/resolve-environment"
import { DomainError } from "@/lib/errors"
import { insertDeployment } from "./insert-deployment"
import { lockLane } from "./lane"
import { mergeDeployment } from "./merge-deployment"
import { type NewDeployment, newDeployment } from "./new-deployment"
import type { Deployment, RecordDeployment } from "./schema"
import { settleLane } from "./settle-lane"
import { reached } from "./status-transitions"
import { toDeployment } from "./to-deployment"

export type Recorded = { deployment: Deployment; created: boolean }

/**
 * Stores one deployment and moves the facts of its lane, all or nothing. The same externalId from the same caller updates
 * that record instead (`created: false`).
 */
export async function recordDeployment(actor: Actor, input: RecordDeployment): Promise<Recorded> {
  const environment = await resolveForRecording(actor, input.environment)
  return (await recordAtOnce(actor, input, environment)) ?? recordWithCare(actor, input, environment)
}

/** What nearly all records need: nothing is known of it yet, and no other record is another for it. */
async function recordAtOnce(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
): Promise<Recorded | null> {
  const told = newUnlessKnown(actor, input, environment)
  if (told === null) return null
  const options = { isNow: isNow(input), settles: false }
  const row = await singleStatement(() => insertDeployment(actor, told, environment, options))
  return row === null ? null : { deployment: toDeployment(row), created: true }
}

/** A late record, a rollback, or news of a known one: whatever changes other records too. */
async function recordWithCare(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
): Promise<Recorded> {
  const lane = { application: input.application, environmentId: environment.id }
  return transaction(async () => {
    await lockLane(lane)
    const known = await findByExternalId(actor, input.externalId)
    if (known !== null)
      return { deployment: await mergeDeployment(actor, known, input, environment.id), created: false }
    const told = newDeployment(actor, input, environment.id, new Date())
    const row = await insertDeployment(actor, told, environment, { isNow: isNow(input), settles: true })
    if (row === null) throw new Error("A record whose lane is held and settled is always stored")
    if (reached[row.status]) await settleLane(lane, { places: [row], imageTag: row.imageTag })
    return { deployment: toDeployment(row), created: true }
  })
}

/** Null for one whose times contradict each other by themselves, but may complete a known record. */
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

async function findByExternalId(actor: Actor, externalId: string | undefined) {
  if (externalId === undefined) return null
  return db().deployment.findUnique({
    where: { source_externalId: { source: sourceOf(actor), externalId } },
    include: { environment: true },
  })
}
