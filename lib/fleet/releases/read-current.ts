import { db } from "@/lib/platform/db/transaction"
import type { ReleaseRow } from "./find-release"

/** The row of the current revision: the newest deployed one, unless the release is not in the cluster. */
export async function readCurrentId(release: Pick<ReleaseRow, "id" | "inCluster">): Promise<string | null> {
  if (!release.inCluster) return null
  const row = await db().releaseRevision.findFirst({
    where: { releaseId: release.id, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
    select: { id: true },
  })
  return row?.id ?? null
}
