import { db } from "@/lib/db/transaction"
import type { ReleaseStatus } from "./schema"

/** What a release is while nothing is done to it, by its last revision. */
export async function settledStatus(release: { id: string; inCluster: boolean }): Promise<ReleaseStatus> {
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id },
    orderBy: [{ revision: "desc" }, { createdAt: "desc" }, { id: "desc" }],
  })
  if (last === null) return "UNINSTALLED"
  if (last.operation === "UNINSTALL" && last.status === "DEPLOYED" && !release.inCluster) return "UNINSTALLED"
  return last.status
}
