import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import type { ReceivedRequest as RequestRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { findRequest, replayableOf } from "./list-requests"

/**
 * The request, locked so that it is replayed only once; call it inside the transaction. Throws a 409 if it was already
 * replayed, or did not fail to record a deployment.
 */
export async function lockForReplay(
  id: string,
): Promise<{ request: RequestRow; replayable: Record<string, unknown> }> {
  await db().$queryRaw`SELECT 1 FROM received_request WHERE id = ${id}::uuid FOR UPDATE`
  const request = await findRequest(id)
  const replayable = replayableOf(request)
  if (replayable !== null) return { request, replayable }
  if (request.replayedAt !== null) {
    throw conflict(
      `${request.replayedBy} has already replayed this request, and a deployment was recorded.`,
      "request_replayed",
      { deploymentId: request.replayedRecordId },
    )
  }
  throw conflict("Only a request that failed to record a deployment can be replayed.", "not_replayable")
}

/** Records which deployment the replayed request created, and audits it. */
export async function noteReplayed(actor: Actor, request: RequestRow, deploymentId: string): Promise<void> {
  await db().receivedRequest.update({
    where: { id: request.id },
    data: { replayedAt: new Date(), replayedBy: actor.name, replayedRecordId: deploymentId },
  })
  await appendAudit(actor, "request.replayed", request.id, {
    requestId: request.requestId,
    ...(request.isEventSource ? { eventSource: request.tokenName } : { token: request.tokenName }),
    deploymentId,
  })
}
