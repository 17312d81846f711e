import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { readLiveEnvironmentIds } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { apiObject } from "@/lib/platform/api-object"
import { notFound } from "@/lib/platform/errors"
import { readCurrent } from "./current-sql"
import type { DeploymentFilters } from "./filters"
import { deploymentSchema } from "./schema"
import { toDeployment } from "./to-deployment"
import { withAnnulled } from "./with-annulled"

/** The current deployment of an application, or the newest of all applications. 404 if nothing is running. */
export async function getCurrent(
  actor: Actor,
  {
    environment,
    application,
    includeAnnulled,
  }: Pick<DeploymentFilters, "environment" | "application" | "includeAnnulled">,
): Promise<PlatformVersionInfo> {
  const requested = await resolveOptionalEnvironment(actor, environment)
  const environmentIds = requested === null ? await readLiveEnvironmentIds(actor) : requested.ids
  const row = await withAnnulled(actor, includeAnnulled, () =>
    readCurrent({ application: application ?? null, environmentIds }),
  )
  if (row === null) {
    const location = requested === null ? "any environment" : requested.name
    throw notFound(`${application ?? "Nothing"} ${application ? "does not run" : "runs"} in ${location}.`)
  }
  const { id, initiatedBy, ...deployment } = toDeployment(row)
  return { ...parts.parse(deployment), deployedBy: initiatedBy, deploymentId: id }
}

const parts = z.object(deploymentSchema.shape).pick({
  application: true,
  environment: true,
  imageTag: true,
  isVersioned: true,
  acrRegistry: true,
  gitCommit: true,
  gitBranch: true,
  serviceVersions: true,
  deployedAt: true,
})

export const platformVersionSchema = apiObject("PlatformVersionInfo", {
  ...parts.shape,
  deployedBy: z.string(),
  deploymentId: z.uuid(),
})

type PlatformVersionInfo = z.infer<typeof platformVersionSchema>
