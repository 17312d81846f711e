import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import type { ReceivedRequest as RequestRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { findRequest, isResendable } from "./list-requests"

/**
 * The request, locked so that it is resent only once; call it inside the transaction. Throws a 409 if it was already
 * resent, or did not fail to record a deployment.
 */
export async function lockForResend(id: string): Promise<RequestRow> {
  await db().$queryRaw`SELECT 1 FROM received_request WHERE id = ${id}::uuid FOR UPDATE`
  const request = await findRequest(id)
  if (isResendable(request)) return request
  if (request.resentAt !== null) {
    throw conflict(
      `${request.resentBy} has already resent this request, and a deployment was recorded.`,
      "request_resent",
      { deploymentId: request.resentRecordId },
    )
  }
  throw conflict("Only a request that failed to record a deployment can be resent.", "not_resendable")
}

/** Records which deployment the resent request created, and audits it. */
export async function noteResent(actor: Actor, request: RequestRow, deploymentId: string): Promise<void> {
  await db().receivedRequest.update({
    where: { id: request.id },
    data: { resentAt: new Date(), resentBy: actor.name, resentRecordId: deploymentId },
  })
  await appendAudit(actor, "request.resent", request.id, {
    requestId: request.requestId,
    token: request.tokenName,
    deploymentId,
  })
}
