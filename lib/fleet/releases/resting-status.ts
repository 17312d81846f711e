import { db } from "@/lib/platform/db/transaction"
import type { ReleaseStatus } from "./schema"

type RestingRelease = { id: string; inCluster: boolean; stuckSince: Date | null }

/** The status of a release without a running change, by its last revision; a stuck release is always FAILED. */
export async function restingStatus(release: RestingRelease): Promise<ReleaseStatus> {
  if (release.stuckSince !== null) return "FAILED"
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id },
    orderBy: [{ revision: "desc" }, { createdAt: "desc" }, { id: "desc" }],
  })
  if (last === null) return "UNINSTALLED"
  if (last.operation === "UNINSTALL" && last.status === "DEPLOYED" && !release.inCluster) return "UNINSTALLED"
  return last.status
}
