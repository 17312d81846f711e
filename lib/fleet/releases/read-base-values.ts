import type { ReleaseRow } from "./find-release"
import { lastDeployedRevision } from "./known-revision"
import { type StoredValues, unsealValues } from "./sealed-values"

/** The revision that Helm bases an upgrade on: the deployed one, else the last. */
export async function readBase(
  release: Pick<
    ReleaseRow,
    "id" | "sealedValues" | "chartName" | "chartVersion" | "repository" | "appVersion"
  >,
): Promise<{ values: StoredValues; repository: string; chartName: string; chartVersion: string }> {
  const deployed = await lastDeployedRevision(release.id)
  const base = deployed?.sealedValues ? { ...deployed, sealedValues: deployed.sealedValues } : release
  const { repository, chartName, chartVersion } = base
  return { values: unsealValues(base.sealedValues), repository, chartName, chartVersion }
}
