import { appendAudit } from "@/lib/audit/append-audit"
import { type Actor, sourceOf } from "@/lib/auth/actor"
import { Prisma } from "@/lib/db/generated/client"
import { db, transaction } from "@/lib/db/transaction"
import { type EnvironmentRef, resolveEnvironment } from "@/lib/environments/resolve-environment"
import { announce } from "@/lib/events/announce"
import { type Lane, lockLane, newestSeq } from "./lane"
import { laneFactsOf } from "./lane-facts"
import { mergeDeployment } from "./merge-deployment"
import { newDeployment } from "./new-deployment"
import { noteVersion } from "./note-version"
import { readLaneContext } from "./read-lane-context"
import type { Deployment, RecordDeployment } from "./schema"
import { markUndone, settleLanes } from "./settle-lanes"
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
  const { serviceVersions, ...told } = newDeployment(actor, input, environment.id, new Date())
  const place = { deployedAt: told.deployedAt, seq: newestSeq }
  const context = await readLaneContext(lane, place, input.imageTag)
  const facts = laneFactsOf({ imageTag: input.imageTag, reached: reached[input.status] }, context)
  const row = await db().deployment.create({
    data: { ...told, ...facts, serviceVersions: serviceVersions ?? Prisma.DbNull },
  })
  if (reached[input.status]) {
    if (context.hasLaterRecords) await settleLanes([lane])
    else if (facts.isRollback) await markUndone(lane, row)
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
  await announce({ type: "deployment.recorded", deploymentId: row.id, environmentId: environment.id })
  return toDeployment({ ...row, environment })
}
