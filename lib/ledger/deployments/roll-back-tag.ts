import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { readLiveEnvironmentIds } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { rejectFields } from "@/lib/platform/collect-faults"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, notFound } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { toInstant } from "@/lib/platform/instant"
import { currentIdsSql, type LaneFilter, laneFilterSql } from "./current-sql"
import { findDeployment } from "./find-deployment"
import { lockLane } from "./lane-sql"
import { applicationName, type Deployment, type DeploymentStatus } from "./schema"
import { toDeployment } from "./to-deployment"
import { applyDeploymentUpdate } from "./update-deployment"

export const rollBackTagSchema = apiObject("RollBackTag", {
  environment: environmentReference
    .optional()
    .meta({ description: "Required if the tag is live in several environments." }),
  application: applicationName
    .optional()
    .meta({ description: "Required if several applications use the tag." }),
  reason: z.string().max(10_000).optional(),
})

type RollBackTag = z.infer<typeof rollBackTagSchema>

/** Merges fields that may be sent in the body or the query; throws a 422 if they differ. */
export function sameInBoth(body: RollBackTag, query: RollBackTag): RollBackTag {
  const different = (["environment", "application", "reason"] as const).filter((field) => {
    const inBody = body[field]
    const inQuery = query[field]
    return inBody !== undefined && inQuery !== undefined && inBody !== inQuery
  })
  rejectFields(
    different.map((field) => ({
      pointer: `/${field}`,
      message: `The body and the query have different values for ${field}.`,
    })),
  )
  return { ...query, ...body }
}

/**
 * Marks the deployment of an image tag as rolled back. 404 if the tag is unknown; 409 if it is live in several places
 * and the request does not say which. An already rolled-back deployment is returned unchanged. `ifMatch` is the ETag of
 * the deployment the caller last saw; a mismatch is a 412.
 */
export async function rollBackTag(
  actor: Actor,
  imageTag: string,
  requested: RollBackTag,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const environment = await resolveOptionalEnvironment(actor, requested.environment)
  const lanes = {
    application: requested.application ?? null,
    environmentIds: environment === null ? await readLiveEnvironmentIds(actor) : environment.ids,
  }
  return transaction(async () => {
    const { application, environmentId } = await choose(imageTag, lanes)
    await lockLane({ application, environmentId })
    // Reads again now that the lane is locked.
    const { deploymentId } = await choose(imageTag, { application, environmentIds: [environmentId] })
    const stored = await findDeployment(actor, deploymentId)
    requireMatch(ifMatch, toDeployment(stored), "This deployment")
    if (stored.status === "ROLLED_BACK") return toDeployment(stored)
    return applyDeploymentUpdate(actor, stored, { status: "ROLLED_BACK", rollbackReason: requested.reason })
  })
}

/**
 * Chooses the record that a rollback by tag refers to. A live record wins; otherwise a tag that exists in one lane only
 * is unambiguous. If all candidates are already rolled back, there is nothing to choose and the newest is returned. One
 * of several non-live records is never chosen implicitly, because a repeated request would then mark a second record.
 */
async function choose(imageTag: string, lanes: LaneFilter): Promise<RollbackCandidate> {
  const candidates = await readRollbackCandidates(imageTag, lanes)
  const live = candidates.filter((candidate) => candidate.live)
  const considered = live.length > 0 ? live : candidates
  const [newest, ...others] = considered.toSorted((a, b) => b.deployedAt.getTime() - a.deployedAt.getTime())
  if (newest === undefined) throw notFound(`No deployment of ${imageTag} was found.`)
  if (others.length === 0 || considered.every(({ status }) => status === "ROLLED_BACK")) return newest
  const laneNames = considered.map(({ application, environment }) => `${application} in ${environment}`)
  throw conflict(
    `${imageTag} is deployed in several places: ${laneNames.join(", ")}. Specify the environment and the application.`,
    "ambiguous_rollback",
    {
      candidates: considered.map(({ environmentId: _id, deployedAt, ...candidate }) => ({
        ...candidate,
        deployedAt: toInstant(deployedAt),
      })),
    },
  )
}

/**
 * The record of an image tag in one lane that a rollback by tag would mark: the live one; else the newest, if it is
 * already rolled back; else the newest DEPLOYED one; else the newest.
 */
type RollbackCandidate = {
  deploymentId: string
  application: string
  environmentId: string
  environment: string
  status: DeploymentStatus
  deployedAt: Date
  /** It is the current deployment of the lane. */
  live: boolean
}

/** One candidate per lane in which the image tag is recorded, in rank order. */
export async function readRollbackCandidates(
  imageTag: string,
  lanes: LaneFilter,
): Promise<RollbackCandidate[]> {
  return db().$queryRaw<RollbackCandidate[]>`
    WITH current AS MATERIALIZED (${currentIdsSql(laneFilterSql(lanes))})
    SELECT d.id AS "deploymentId", d.application, d.environment_id AS "environmentId", e.name AS environment,
      d.status::text AS status, d.deployed_at AS "deployedAt", d.id IN (SELECT id FROM current) AS live
    FROM lane l JOIN environment e ON e.id = l.environment_id
    CROSS JOIN LATERAL (${newestOfTagSql(imageTag, Prisma.sql`true`)}) newest
    LEFT JOIN LATERAL (${newestOfTagSql(imageTag, Prisma.sql`t.status = 'DEPLOYED'`)}) deployed ON true
    JOIN deployment d ON d.id = CASE
      WHEN deployed.id IN (SELECT id FROM current) THEN deployed.id
      WHEN newest.status = 'ROLLED_BACK' THEN newest.id
      ELSE COALESCE(deployed.id, newest.id) END
    WHERE ${laneFilterSql(lanes)}
    ORDER BY e.rank, e.name, l.application`
}

function newestOfTagSql(imageTag: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT t.id, t.status FROM deployment t
    WHERE t.application = l.application AND t.environment_id = l.environment_id AND t.image_tag = ${imageTag}
      AND ${condition}
    ORDER BY t.deployed_at DESC, t.seq DESC LIMIT 1`
}
