import type { Lease } from "@/lib/fleet/operations/lease"
import { leaseOperation } from "@/lib/fleet/operations/lease-operation"
import type { Release } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { auditRevisions } from "./audit-outside"
import { addRevisions, auditMended, deployedAtOf, type FoundRevision, ofRevision } from "./record-outcome"

/**
 * Writes down what was found of a release before a change of it begins, all or nothing, so that it stays whatever becomes
 * of the change: the uninstall of a release takes Helm's history with it. Answers the release. Throws LeaseLost, and then
 * has written nothing.
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
    if (repaired !== null) await auditMended(operation, id, repaired)
    await publishEvent({ type: "release.updated", releaseId: id })
    return release
  })
}
