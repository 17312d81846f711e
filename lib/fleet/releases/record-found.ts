import type { Lease } from "@/lib/fleet/operations/lease"
import { leaseOperation } from "@/lib/fleet/operations/lease-operation"
import type { Release } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { auditRevisions } from "./audit-outside"
import { addRevisions, auditRepaired, deployedAtOf, type FoundRevision, ofRevision } from "./record-outcome"

/**
 * Records revisions found before a change starts, in one transaction, so that they are kept whatever the outcome: an
 * uninstall deletes Helm's history. Returns the release. Throws LeaseLost without having written anything.
 */
export async function recordFound(
  lease: Lease,
  { revisions, repaired }: { revisions: readonly FoundRevision[]; repaired: string | null },
): Promise<Release> {
  return transaction(async () => {
    const operation = await leaseOperation(lease)
    const id = operation.releaseId ?? ""
    const last = revisions.at(-1)
    await addRevisions(id, revisions)
    const release = await db().release.update({
      where: { id },
      data: {
        ...(last !== undefined && { ...ofRevision(last), inCluster: true }),
        ...deployedAtOf(revisions),
      },
    })
    await auditRevisions(release, revisions)
    if (repaired !== null) await auditRepaired(operation, id, repaired)
    await publishEvent({ type: "release.updated", releaseId: id })
    return release
  })
}
