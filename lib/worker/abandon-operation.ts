import { type Cause, maskCause } from "@/lib/fleet/operations/cause"
import { finishOperation } from "@/lib/fleet/operations/finish-operation"
import { handOver, LeaseLost } from "@/lib/fleet/operations/lease"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { changeRequestSchema } from "@/lib/fleet/releases/operation-requests"
import { recordOutcome } from "@/lib/fleet/releases/record-outcome"
import { restingStatus } from "@/lib/fleet/releases/resting-status"
import { maskOfRelease } from "@/lib/fleet/releases/sealed-values"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { showMasked } from "@/lib/kube/masking/mask"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"
import { explainFailure } from "./explain-failure"
import type { LeasedOperation } from "./leased-operation"
import { openChartFor } from "./open-chart-for"
import { HandedOver } from "./retry"
import { valuesInvolved } from "./values-involved"

/** An operation that this many workers failed to complete is marked as failed. */
export const maxHolders = 8

/**
 * Ends an operation that could not be completed. While the database is unavailable, or once Helm was started, the operation
 * is handed over to the next worker, which reads Helm's history. Otherwise it fails and nothing was changed.
 */
export async function abandonOperation(
  operation: Operation,
  held: LeasedOperation,
  error: unknown,
): Promise<void> {
  const { lease } = held
  const operationId = operation.id
  if (error instanceof HandedOver) return handOver(lease).catch(() => undefined)
  if (error instanceof LeaseLost || isDatabaseUnavailable(error) || held.isLost) {
    log.warn({ err: error, operationId }, "operation handed over")
    return
  }
  try {
    const { said, cause } = await explainMasked(operation, error)
    log.error({ err: error, reason: said, operationId }, "operation failed")
    const now = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
    // Reading Helm's history may succeed later, but an operation must not be retried forever.
    if (now.helmStartedAt !== null && now.fence < maxHolders) return
    await fail(held, operation, { said, cause })
  } catch (again) {
    log.error({ err: again, operationId }, "could not record the end of an operation")
    await handOver(lease).catch(() => undefined)
  }
}

type Explained = { said: string; cause: Cause }

/** The reason, without anything that Helm may have quoted from the values. */
async function explainMasked(operation: Operation, error: unknown): Promise<Explained> {
  const { text, cause } = explainFailure(error, [], operation.namespace)
  if (!(error instanceof HelmError)) return { said: text, cause: maskCause(cause, (said) => said) }
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const release = await db().release.findUnique({ where: { id: operation.releaseId ?? "" } })
  const chart = await openChartFor(request).catch(() => null)
  const values = release === null ? [] : await valuesInvolved(request, release)
  const masker = strictMasker(chart, maskOfRelease(operation), ...values)
  const mask = (said: string) => showMasked(masker.text(said))
  return { said: mask(text), cause: maskCause(cause, mask) }
}

async function fail(
  { lease }: LeasedOperation,
  { kind, releaseId }: Operation,
  { said: error, cause }: Explained,
): Promise<void> {
  const ending = { state: "FAILED" as const, error, cause, revision: null }
  if (kind === "PREVIEW" || releaseId === null) {
    await transaction(() => finishOperation(lease, ending))
    return
  }
  const release = await db().release.findUniqueOrThrow({ where: { id: releaseId } })
  const status = await restingStatus(release)
  await recordOutcome(lease, {
    ending,
    revisions: [],
    release: {
      status: status === "UNINSTALLED" ? "FAILED" : status,
      inCluster: release.inCluster,
      lastError: error,
    },
    repaired: null,
  })
}
