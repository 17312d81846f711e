import { db } from "@/lib/platform/db/transaction"
import type { ReleaseStatus } from "./schema"

type Settled = { id: string; inCluster: boolean; stuckSince: Date | null }

/** What a release is while nothing is done to it, by its last revision; one that is stuck has FAILED whatever that was. */
export async function restingStatus(release: Settled): Promise<ReleaseStatus> {
  if (release.stuckSince !== null) return "FAILED"
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id },
    orderBy: [{ revision: "desc" }, { createdAt: "desc" }, { id: "desc" }],
  })
  if (last === null) return "UNINSTALLED"
  if (last.operation === "UNINSTALL" && last.status === "DEPLOYED" && !release.inCluster) return "UNINSTALLED"
  return last.status
}
