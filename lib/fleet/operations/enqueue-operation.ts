import { v7 as uuidv7 } from "uuid"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { ReleaseLocation } from "@/lib/kube/helm/schema"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { enqueueJob } from "./enqueue-job"
import { toOperation } from "./find-operation"
import { openChange, pastTense } from "./operation-states"
import { requesterOf } from "./requester"
import type { OperationKind } from "./schema"
import { sealJson } from "./sealed"

export type ReleaseTarget = ReleaseLocation & { tenantId: string }

/**
 * Enqueues an operation and its job in the current transaction. The caller holds the lock of the release's row, so that the
 * second of two concurrent changes is a 409 that names the first.
 */
export async function enqueueOperation(
  actor: Actor,
  {
    request,
    rolloutId = null,
    ...operation
  }: ReleaseTarget & {
    releaseId: string | null
    kind: OperationKind
    request: unknown
    /** The rollout that the operation is part of, which is notified when it ends. */
    rolloutId?: string | null
  },
): Promise<Operation> {
  const { kind, releaseId } = operation
  if (kind !== "PREVIEW" && releaseId !== null) await rejectSecondChange(releaseId)
  const created = await db().operation.create({
    data: {
      ...operation,
      id: uuidv7(),
      rolloutId,
      sealedRequest: sealJson(request),
      requestedBy: actor.name,
      limited: visibleTo(actor).tenants.isLimited,
      requester: requesterOf(actor),
    },
  })
  await enqueueJob(created.id, { inBulk: rolloutId !== null, isPreview: kind === "PREVIEW" })
  await publishEvent("operation.updated", created.id)
  return created
}

async function rejectSecondChange(releaseId: string): Promise<void> {
  const running = await db().operation.findFirst({ where: { releaseId, ...openChange } })
  if (running === null) return
  const activity = running.kind === "PREVIEW" ? "previewed" : pastTense[running.kind].replace("_", " ")
  throw conflict(
    `The release is being ${activity} by ${running.requestedBy} (operation ${running.id}). Wait until it has finished.`,
    "operation_running",
    { operation: toOperation(running) },
  )
}
