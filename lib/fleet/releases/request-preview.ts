import { setTimeout as sleep } from "node:timers/promises"
import { enqueueOperation, type ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { previewPatienceSeconds } from "@/lib/fleet/operations/lease"
import { isOver } from "@/lib/fleet/operations/operation-states"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import type { PreviewRequest } from "./operation-requests"
import { type PreviewResult, unsealPreviewResult } from "./preview-result"

const pollMs = 100

/**
 * Enqueues a preview for a worker and waits for the result. Must be called outside a transaction, which would hide the
 * operation from the worker. Throws a 409 when rendering fails, and a 503 when it takes too long.
 */
export function requestPreview(
  actor: Actor,
  { tenantId, cluster, namespace, releaseName }: ReleaseTarget,
  releaseId: string | null,
  request: PreviewRequest,
): Promise<PreviewResult> {
  return outsideTransaction(async () => {
    const place = { tenantId, cluster, namespace, releaseName }
    const { id } = await transaction(() =>
      enqueueOperation(actor, { ...place, releaseId, kind: "PREVIEW", request }),
    )
    const until = Date.now() + previewPatienceSeconds * 1_000
    for (; Date.now() < until; await sleep(pollMs)) {
      const row = await db().operation.findUnique({ where: { id }, select: { state: true } })
      if (row !== null && isOver[row.state]) return resultOf(await finished(id))
    }
    throw await abandon(id)
  })
}

const finished = (id: string) => db().operation.findUniqueOrThrow({ where: { id } })

function resultOf({ state, sealedResult, error }: Operation): PreviewResult {
  if (sealedResult !== null) return unsealPreviewResult(sealedResult)
  // A worker cancels a preview only when it has run out of time.
  if (state === "CANCELLED") throw tookTooLong()
  throw new DomainError("conflict", error ?? "The preview failed.", { code: "preview_failed" })
}

/** Cancels the preview, so that the worker stops rendering. */
async function abandon(id: string): Promise<DomainError> {
  const { count } = await db().operation.updateMany({
    where: { id, state: "RUNNING", cancelRequestedAt: null },
    data: { cancelRequestedAt: new Date() },
  })
  return count > 0 ? tookTooLong() : late("No worker was available to render the preview.")
}

const tookTooLong = () => late(`The preview took longer than ${previewPatienceSeconds} s.`)

const late = (why: string) =>
  new DomainError("unavailable", `${why} Nothing was changed. Try again.`, {
    code: "preview_late",
    retryAfterSeconds: 10,
  })
