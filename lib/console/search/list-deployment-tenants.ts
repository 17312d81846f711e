import { z } from "zod"
import type { RunningRelease } from "@/lib/fleet/releases/fleet-schema"
import { readRunningReleases } from "@/lib/fleet/releases/read-running-releases"
import { type Actor, may } from "@/lib/identity/auth/actor"
import { findDeployment } from "@/lib/ledger/deployments/find-deployment"
import { DomainError } from "@/lib/platform/errors"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { releasesOf } from "./charts-meant"

/**
 * The tenant releases that run what a deployment shipped, newest release first: by its chart version, or because their
 * app version is its image tag.
 */
export async function listDeploymentTenants(
  actor: Actor,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<RunningRelease>> {
  // A caller without read access to the ledger must not learn whether the deployment exists.
  if (!may(actor, "deployments:read")) throw new DomainError("not_found", `There is no deployment ${id}.`)
  const after = decodeCursor(cursor, z.tuple([z.uuid()]))?.[0] ?? null
  const matches = await releasesOf([[await findDeployment(actor, id)]])
  const [found] = await readRunningReleases(actor, matches, limit + 1, after)
  return cutPage(found?.items ?? [], limit, ({ releaseId }) => [releaseId])
}
