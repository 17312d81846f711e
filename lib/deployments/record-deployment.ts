import { appendAudit } from "@/lib/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/auth/actor"
import { isUniqueViolation } from "@/lib/db/database-errors"
import { Prisma } from "@/lib/db/generated/client"
import { db, transaction } from "@/lib/db/transaction"
import { type EnvironmentRef, resolveEnvironment } from "@/lib/environments/resolve-environment"
import { announce } from "@/lib/events/announce"
import { type Lane, lockLane } from "./lane"
import { externalIdConflict, mergeDeployment } from "./merge-deployment"
import { type NewDeployment, newDeployment } from "./new-deployment"
import { noteVersion } from "./note-version"
import { type NeighbourFacts, readNeighbourFacts } from "./read-neighbour-facts"
import type { Deployment, RecordDeployment } from "./schema"
import { settleLane } from "./settle-lane"
import { reached } from "./status-transitions"
import { toDeployment } from "./to-deployment"

export type Recorded = { deployment: Deployment; created: boolean }

/**
 * Stores one deployment and moves the facts of its lane, in one transaction. The same externalId from the same caller
 * updates that record instead (`created: false`).
 */
export async function recordDeployment(actor: Actor, input: RecordDeployment): Promise<Recorded> {
  const environment = await resolveEnvironment(actor, input.environment)
  const lane = { application: input.application, environmentId: environment.id }
  return transaction(async () => {
    await lockLane(lane)
    const known = await findByExternalId(actor, input.externalId)
    if (known !== null)
      return { deployment: await mergeDeployment(actor, known, input, environment.id), created: false }
    return { deployment: await insertDeployment(actor, input, environment, lane), created: true }
  })
}

async function findByExternalId(actor: Actor, externalId: string | undefined) {
  if (externalId === undefined) return null
  return db().deployment.findUnique({
    where: { source_externalId: { source: sourceOf(actor), externalId } },
    include: { environment: true },
  })
}

async function insertDeployment(
  actor: Actor,
  input: RecordDeployment,
  environment: EnvironmentRef,
  lane: Lane,
): Promise<Deployment> {
  const told = newDeployment(actor, input, environment.id, new Date())
  const { facts, hasLaterRecords } = await readNeighbourFacts(told)
  const row = await insertRow(told, facts)
  if (reached[row.status]) {
    if (hasLaterRecords || row.isRollback) await settleLane(lane, { places: [row], imageTag: row.imageTag })
    await noteVersion(row.application, row.imageTag, row.deployedAt)
  }
  await appendAudit(actor, {
    action: "deployment.recorded",
    subjectType: "deployment",
    subjectId: row.id,
    detail: {
      application: row.application,
      environment: environment.name,
      imageTag: row.imageTag,
      status: row.status,
    },
  })
  await announce({ type: "deployment.recorded", deploymentId: row.id })
  return toDeployment({ ...row, environment })
}

async function insertRow({ serviceVersions, ...told }: NewDeployment, facts: NeighbourFacts) {
  const data = { ...told, ...facts, serviceVersions: serviceVersions ?? Prisma.DbNull }
  return db()
    .deployment.create({ data })
    .catch((error: unknown) => {
      // Within the lane the look-up before has settled it: somebody records the same externalId elsewhere right now.
      if (isUniqueViolation(error)) throw externalIdConflict("is of another application or environment")
      throw error
    })
}
