import { db } from "@/lib/platform/db/transaction"

/** The newest revision of a release that was deployed: what a rollback of a later one returns to. Null: none was. */
export async function knownDeployed(releaseId: string): Promise<number | null> {
  const row = await db().releaseRevision.findFirst({
    where: { releaseId, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
    select: { revision: true },
  })
  return row?.revision ?? null
}
