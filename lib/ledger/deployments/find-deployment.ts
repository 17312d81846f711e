import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError, notFound } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { lockLane } from "./lane-sql"
import type { Deployment } from "./schema"
import {
  type Annulment,
  type DeploymentWithEnvironment,
  selectAnnulledSql,
  selectLiveSql,
  toDeployment,
} from "./to-deployment"

/** The stored row; 404 also when it is outside the caller's environments, 409 when it is annulled. */
export async function findDeployment(actor: Actor, id: string): Promise<DeploymentWithEnvironment> {
  const { annulledAt, annulledBy: _by, annulReason: _reason, ...row } = await findWithAnnulled(actor, id)
  if (annulledAt !== null) throw annulledConflict()
  return row
}

export type FoundDeployment = DeploymentWithEnvironment & Annulment

/** The stored row, annulled or not; 404 also when it is outside the caller's environments. */
export async function findWithAnnulled(actor: Actor, id: string): Promise<FoundDeployment> {
  const condition = Prisma.sql`d.id = ${id}::uuid AND ${visibleTo(actor).environments.sql(Prisma.sql`d.environment_id`)}`
  // One statement, because a record moves between the tables.
  const [row] = await query<FoundDeployment>(Prisma.sql`
    ${selectLiveSql} WHERE ${condition} UNION ALL ${selectAnnulledSql} WHERE ${condition}`)
  if (row === undefined) throw notFound(`There is no deployment ${id}.`)
  return row
}

export function annulledConflict(): DomainError {
  return conflict(
    "This deployment was annulled. Ask an admin to restore it, or record it with a new externalId or attempt.",
    "deployment_annulled",
  )
}

export async function getDeployment(actor: Actor, id: string): Promise<Deployment> {
  return toDeployment(await findWithAnnulled(actor, id))
}

/** Runs `change` while the lane is locked. `ifMatch`: the ETag the caller last saw; a mismatch is a 412. */
export async function updateLocked<Found extends DeploymentWithEnvironment, Result>(
  find: () => Promise<Found>,
  ifMatch: string | null,
  change: (stored: Found) => Promise<Result>,
): Promise<Result> {
  const lane = await find()
  return transaction(async () => {
    await lockLane(lane)
    const stored = await find()
    requireMatch(ifMatch, toDeployment(stored), "This deployment")
    return change(stored)
  })
}
