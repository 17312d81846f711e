import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import type { DeploymentFilters } from "./filters"
import { scopeHistory } from "./history-scope"
import { readHistory } from "./read-history"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

type PlaceOfTag = Pick<DeploymentFilters, "environment" | "application" | "includeAnnulled">

/** The newest deployment of an image tag, whatever its status. */
export async function getDeploymentByTag(
  actor: Actor,
  imageTag: string,
  place: PlaceOfTag,
): Promise<Deployment> {
  const [row] = await readHistory(await scopeHistory(actor, { ...place, imageTag }), null, 1)
  if (row === undefined) throw new DomainError("not_found", `No deployment of ${imageTag} was found.`)
  return toDeployment(row)
}

/** Whether the caller can see any deployment of an image tag. */
export async function hasImageTag(actor: Actor, imageTag: string, place: PlaceOfTag): Promise<boolean> {
  const rows = await readHistory(await scopeHistory(actor, { ...place, imageTag }), null, 1)
  return rows.length > 0
}
