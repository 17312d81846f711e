import { db } from "@/lib/platform/db/transaction"

/** The newest deployed revision of a release, the target of rolling back a later one. Null: none. */
export async function knownDeployed(releaseId: string): Promise<number | null> {
  const row = await db().releaseRevision.findFirst({
    where: { releaseId, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
    select: { revision: true },
  })
  return row?.revision ?? null
}
