import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { readLiveEnvironmentIds } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { DomainError } from "@/lib/platform/errors"
import { readCurrent } from "./current-sql"
import { instantText } from "./schema"
import { toDeployment } from "./to-deployment"
import { withAnnulled } from "./with-annulled"

/**
 * The current deployment of an application in an environment, or the newest across all if neither is given. 404 if
 * nothing is running.
 */
export async function getCurrent(
  actor: Actor,
  {
    environment,
    application,
    includeAnnulled,
  }: { environment?: string; application?: string; includeAnnulled?: boolean },
): Promise<PlatformVersionInfo> {
  const requested = await resolveOptionalEnvironment(actor, environment)
  const environmentIds = requested === null ? await readLiveEnvironmentIds(actor) : requested.ids
  const row = await withAnnulled(actor, includeAnnulled, () =>
    readCurrent({ application: application ?? null, environmentIds }),
  )
  if (row === null) {
    const place = requested === null ? "any environment" : requested.name
    throw new DomainError(
      "not_found",
      `${application ?? "Nothing"} ${application ? "does not run" : "runs"} in ${place}.`,
    )
  }
  const { id, initiatedBy, ...deployment } = toDeployment(row)
  return {
    application: deployment.application,
    environment: deployment.environment,
    imageTag: deployment.imageTag,
    isVersioned: deployment.isVersioned,
    acrRegistry: deployment.acrRegistry,
    gitCommit: deployment.gitCommit,
    gitBranch: deployment.gitBranch,
    serviceVersions: deployment.serviceVersions,
    deployedAt: deployment.deployedAt,
    deployedBy: initiatedBy,
    deploymentId: id,
  }
}

/** The deployment that is live somewhere. */
export const platformVersionSchema = z
  .strictObject({
    application: z.string(),
    environment: z.string(),
    imageTag: z.string(),
    isVersioned: z.boolean(),
    acrRegistry: z.string().nullable(),
    gitCommit: z.string().nullable(),
    gitBranch: z.string().nullable(),
    serviceVersions: z.record(z.string(), z.string()).nullable(),
    deployedAt: instantText,
    deployedBy: z.string(),
    deploymentId: z.uuid(),
  })
  .meta({ id: "PlatformVersionInfo" })

type PlatformVersionInfo = z.infer<typeof platformVersionSchema>
