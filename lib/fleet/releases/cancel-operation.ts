import { enqueueRolloutJob } from "@/lib/fleet/operations/enqueue-job"
import { findOperation, getOperation, toOperation } from "@/lib/fleet/operations/find-operation"
import { isCancellable, isOver } from "@/lib/fleet/operations/operation-states"
import type { Operation } from "@/lib/fleet/operations/schema"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Operation as OperationRow } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { statusWithoutOperation } from "./recorded-revision"

/** Cancels a queued operation, or requests a running install or upgrade to stop. Idempotent. */
export async function cancelOperation(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<Operation> {
  return transaction(async () => {
    await findOperation(actor, id)
    await db().$queryRaw`SELECT 1 FROM operation WHERE id = ${id}::uuid FOR UPDATE`
    if (ifMatch !== null) requireMatch(ifMatch, await getOperation(actor, id), "This operation")
    const row = await findOperation(actor, id)
    if (row.cancelRequestedAt !== null && !isOver[row.state]) return toOperation(row)
    if (!isCancellable(row)) throw notCancellable(row)
    const cancelled = await (row.state === "QUEUED" ? cancelQueued(actor, row) : requestStop(actor, row))
    await publishEvent("operation.updated", id)
    return toOperation(cancelled)
  })
}

function notCancellable({ state, kind }: OperationRow): DomainError {
  const message = isOver[state]
    ? `The operation has already ended (${state}).`
    : `A running ${kind === "ROLLBACK" ? "rollback" : "uninstall"} cannot be cancelled. Wait until it has finished.`
  return conflict(message, "not_cancellable")
}

async function cancelQueued(actor: Actor, row: OperationRow): Promise<OperationRow> {
  const now = new Date()
  const cancelled = await db().operation.update({
    where: { id: row.id },
    data: {
      state: "CANCELLED",
      finishedAt: now,
      cancelRequestedAt: now,
      cancelRequestedBy: actor.name,
      error: "Cancelled before it started.",
    },
  })
  if (row.releaseId !== null && row.kind !== "PREVIEW") await restoreRelease(row.releaseId)
  if (row.rolloutId !== null) await enqueueRolloutJob(row.rolloutId)
  await appendAudit(actor, "operation.cancelled", row.id, {
    releaseId: row.releaseId,
    kind: row.kind,
    before: "it began",
  })
  return cancelled
}

/** Restores the status from before the operation. A release that was never installed frees its name. */
async function restoreRelease(releaseId: string): Promise<void> {
  const release = await db().release.findUniqueOrThrow({ where: { id: releaseId } })
  const status = await statusWithoutOperation(release)
  const wasNeverInstalled = status === "UNINSTALLED"
  await db().release.update({
    where: { id: releaseId },
    data: {
      status,
      ...(wasNeverInstalled && {
        uninstalledAt: new Date(),
        uninstallReason: "The install was cancelled before it started.",
      }),
    },
  })
  await publishEvent("release.updated", releaseId)
}

async function requestStop(actor: Actor, row: OperationRow): Promise<OperationRow> {
  await appendAudit(actor, "operation.cancel_requested", row.id, { releaseId: row.releaseId, kind: row.kind })
  await publishEvent("operation.cancel_requested", row.id)
  return db().operation.update({
    where: { id: row.id },
    data: { cancelRequestedAt: new Date(), cancelRequestedBy: actor.name },
  })
}
