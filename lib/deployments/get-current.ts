import type { Actor } from "@/lib/auth/actor"
import { readPlaceIds } from "@/lib/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/environments/resolve-environment"
import { DomainError } from "@/lib/errors"
import type { PlatformVersionInfo } from "./platform-version-schema"
import { readCurrent } from "./read-current"
import { toDeployment } from "./to-deployment"

/** What runs in an environment, of one application; the newest of all where neither is named. 404: nothing does. */
export async function getCurrent(
  actor: Actor,
  { environment, application }: { environment?: string; application?: string },
): Promise<PlatformVersionInfo> {
  const asked = await resolveOptionalEnvironment(actor, environment)
  const row = await readCurrent({
    application: application ?? null,
    environmentIds: asked === null ? await readPlaceIds(actor) : asked.ids,
  })
  if (row === null) {
    const place = asked === null ? "any environment" : asked.name
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
