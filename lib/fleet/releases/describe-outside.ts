import type { StoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { db } from "@/lib/platform/db/transaction"
import { describeRevision, type RevisionOf } from "./describe-revision"
import type { FoundRevision } from "./record-outcome"

/** A revision created while no operation of Slipway was running, converted to a record and masked. */
export async function describeOutside(of: RevisionOf, stored: StoredRevision): Promise<FoundRevision> {
  const { found } = await describeRevision(of, stored)
  return { ...found, ...(await ofLostOperation(of.id, found)) }
}

/** The allowed clock skew between workers and the database. */
const slackMs = 2_000

/** A revision created by Slipway whose operation was abandoned before its outcome was read. */
async function ofLostOperation(
  releaseId: string | null,
  { revision, createdAt }: FoundRevision,
): Promise<Partial<FoundRevision>> {
  if (releaseId === null) return {}
  const lost = await db().operation.findFirst({
    where: {
      releaseId,
      baseRevision: revision - 1,
      revision: null,
      kind: { in: ["INSTALL", "UPGRADE", "ROLLBACK"] },
      state: { in: ["FAILED", "CANCELLED"] },
      helmStartedAt: { lte: new Date(createdAt.getTime() + slackMs) },
      finishedAt: { gte: new Date(createdAt.getTime() - slackMs) },
    },
  })
  if (lost === null || lost.kind === "PREVIEW") return {}
  return {
    operation: lost.kind,
    operationId: lost.id,
    performedBy: lost.requestedBy,
    finishedAt: lost.finishedAt,
  }
}
