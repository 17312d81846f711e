import type { ReleaseRevision } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"

/** The number of the newest revision that is recorded; 0: none is. */
export async function lastKnownRevision(releaseId: string): Promise<number> {
  const { _max } = await db().releaseRevision.aggregate({
    where: { releaseId, operation: { not: "UNINSTALL" } },
    _max: { revision: true },
  })
  return _max.revision ?? 0
}

/** A revision as it was recorded, or null. */
export function knownRevision(releaseId: string, revision: number): Promise<ReleaseRevision | null> {
  return db().releaseRevision.findFirst({ where: { releaseId, revision, operation: { not: "UNINSTALL" } } })
}
