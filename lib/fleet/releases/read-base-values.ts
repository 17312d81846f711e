import { db } from "@/lib/platform/db/transaction"
import type { ReleaseRow } from "./find-release"
import { type StoredValues, unsealValues } from "./sealed-values"

/** The revision that Helm bases an upgrade on: the deployed one, else the last. */
export async function readBase(
  release: Pick<
    ReleaseRow,
    "id" | "sealedValues" | "chartName" | "chartVersion" | "repository" | "appVersion"
  >,
): Promise<{ values: StoredValues; repository: string; chartName: string; chartVersion: string }> {
  const deployed = await db().releaseRevision.findFirst({
    where: { releaseId: release.id, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
  })
  const base = deployed?.sealedValues ? { ...deployed, sealedValues: deployed.sealedValues } : release
  const { repository, chartName, chartVersion } = base
  return { values: unsealValues(base.sealedValues), repository, chartName, chartVersion }
}
