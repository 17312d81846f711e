import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { readLiveEnvironmentIds } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { refuseFields } from "@/lib/platform/collect-faults"
import { transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { toInstant } from "@/lib/platform/instant"
import { findDeployment } from "./find-deployment"
import { lockLane } from "./lane"
import type { Lanes } from "./read-current"
import { readRollbackCandidates } from "./read-rollback-candidates"
import { chooseRollback, type RollbackCandidate } from "./rollback-candidates"
import { applicationName, type Deployment } from "./schema"
import { toDeployment } from "./to-deployment"
import { updateDeployment } from "./update-deployment"

export const rollBackTagSchema = z
  .strictObject({
    environment: environmentReference
      .optional()
      .meta({ description: "Required if the tag is live in several environments." }),
    application: applicationName
      .optional()
      .meta({ description: "Required if several applications use the tag." }),
    reason: z.string().max(10_000).optional(),
  })
  .meta({ id: "RollBackTag" })

export type RollBackTag = z.infer<typeof rollBackTagSchema>

/** Merges fields that may be sent in the body or the query; throws a 422 if they differ. */
export function sameInBoth(body: RollBackTag, query: RollBackTag): RollBackTag {
  const different = (["environment", "application", "reason"] as const).filter((field) => {
    const [inBody, inQuery] = [body[field], query[field]]
    return inBody !== undefined && inQuery !== undefined && inBody !== inQuery
  })
  refuseFields(
    different.map((field) => ({
      pointer: `/${field}`,
      message: `The body and the query name different things as ${field}.`,
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
    const known = await findDeployment(actor, deploymentId)
    requireMatch(ifMatch, toDeployment(known), "This deployment")
    if (known.status === "ROLLED_BACK") return toDeployment(known)
    return updateDeployment(actor, known, { status: "ROLLED_BACK", rollbackReason: requested.reason })
  })
}

async function choose(imageTag: string, lanes: Lanes): Promise<RollbackCandidate> {
  const choice = chooseRollback(await readRollbackCandidates(imageTag, lanes))
  if (choice.kind === "one") return choice.candidate
  if (choice.kind === "none") throw new DomainError("not_found", `No deployment of ${imageTag} was found.`)
  const places = choice.candidates.map(({ application, environment }) => `${application} in ${environment}`)
  throw new DomainError(
    "conflict",
    `${imageTag} is deployed in several places: ${places.join(", ")}. Specify the environment and the application.`,
    {
      code: "ambiguous_rollback",
      extra: {
        candidates: choice.candidates.map(({ environmentId: _id, deployedAt, ...candidate }) => ({
          ...candidate,
          deployedAt: toInstant(deployedAt),
        })),
      },
    },
  )
}
