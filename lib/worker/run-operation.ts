import { finishOperation } from "@/lib/fleet/operations/finish-operation"
import { type Claimed, claimOperation, handOver, LeaseLost } from "@/lib/fleet/operations/lease"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import { secretsBefore, strictMasker } from "@/lib/fleet/releases/mask-record"
import { changeRequestSchema } from "@/lib/fleet/releases/operation-requests"
import { recordOutcome } from "@/lib/fleet/releases/record-outcome"
import { maskOfRelease } from "@/lib/fleet/releases/sealed-values"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { asTenant } from "@/lib/kube/cluster/tenant-account"
import { readableLine } from "@/lib/kube/helm/failure-text"
import { HelmError } from "@/lib/kube/helm/helm-error"
import type { Helm, HelmContext } from "@/lib/kube/helm/run-helm"
import { Masker } from "@/lib/kube/masking/masker"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import {
  type ChangeContext,
  type ClusterAccess,
  HandedOver,
  maskerBefore,
  openChartFor,
  valuesInvolved,
} from "./change-context"
import { explainFailure, type MaskedFailure, maskFailure } from "./explain-failure"
import { unchangedOutcome } from "./find-outcome"
import { LeasedOperation } from "./leased-operation"
import { Progress } from "./progress"
import { runChange } from "./run-change"
import { runPreview } from "./run-preview"
import type { WorkerSettings } from "./worker-settings"

export type WorkerContext = {
  holder: string
  helm: Helm
  settings: WorkerSettings
  stopping: AbortSignal
  /** Whether this pool runs previews, which have their own slots, or changes to releases. */
  previews: boolean
  running: Map<string, LeasedOperation>
}

/** Null: it could not be claimed. Never throws: a failure ends the operation or its lease. */
export async function runOperation(operationId: string, worker: WorkerContext): Promise<Operation | null> {
  const { holder, settings, running } = worker
  // This worker's lease can expire while the database is unavailable. A new run can start only after the old one ends
  // by itself.
  if (running.has(operationId)) return null
  const requestedAt = Date.now()
  const claimed = await claimOperation(operationId, holder, settings.leaseSeconds)
  if (claimed === null) return null
  const leased = new LeasedOperation(claimed.lease, settings.heartbeatMs, requestedAt)
  if (claimed.operation.cancelRequestedAt !== null) leased.cancel()
  running.set(operationId, leased)
  try {
    await perform(claimed, leased, worker)
  } catch (error) {
    await endUnfinished(claimed.operation, leased, error)
  } finally {
    leased.stop()
    running.delete(operationId)
  }
  return claimed.operation
}

async function perform(claimed: Claimed, leased: LeasedOperation, worker: WorkerContext): Promise<void> {
  const { operation } = claimed
  // Its workers were killed.
  if (operation.fence > maxHolders)
    throw conflict(
      `${maxHolders} workers started this operation and none completed it, so it is not retried. Check the release in Helm before you request the change again.`,
    )
  const cluster = await clusterNamed(operation.cluster)
  const tenantCluster = asTenant(cluster, operation.namespace)
  const helm: HelmContext = {
    helm: worker.helm,
    kubeconfig: tenantCluster.kubeconfig,
    mark: operation.id,
    signal: AbortSignal.any([leased.cancelled, leased.lost]),
    canStart: () => !leased.isLost,
    onUnstoppable: (ended) => leased.trackUnstoppable(ended),
  }
  using api = new KubernetesApi(tenantCluster)
  const access = { helm, api, cluster }
  if (operation.kind === "PREVIEW") return await runPreview(operation, leased, access, worker.stopping)
  await runChange(await prepareContext(claimed, leased, worker, access))
}

async function prepareContext(
  { operation, holderBefore }: Claimed,
  leased: LeasedOperation,
  { settings, stopping }: WorkerContext,
  access: ClusterAccess,
): Promise<ChangeContext> {
  const tenant = await db().tenant.findUniqueOrThrow({ where: { id: operation.tenantId } })
  const release = await db().release.findUniqueOrThrow({ where: { id: operation.releaseId ?? "" } })
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const opening = openChartFor(request)
  // If Helm was started before, only the chart's schema is needed, so the chart may be missing from its repository.
  const chart = await (operation.helmStartedAt === null ? opening : opening.catch(() => null))
  const mask = maskOfRelease(operation)
  const values = await valuesInvolved(request, release)
  const progress = new Progress(leased.lease, new Masker(secretsBefore(chart, ...values), mask))
  const strict = strictMasker(chart, mask, ...values)
  const onLine = (line: string) => progress.report(strict.text(readableLine(line)), "warning")
  return {
    operation,
    holderBefore,
    release,
    tenant,
    request,
    chart,
    leased,
    progress,
    mask,
    settings,
    stopping,
    ...access,
    helm: { ...access.helm, onLine },
  }
}

/** An operation that this many workers failed to complete is marked as failed. */
const maxHolders = 8

/**
 * Ends an operation that could not be completed. While the database is unavailable, or once Helm was started, the operation
 * is handed over to the next worker, which reads Helm's history. Otherwise it fails and nothing was changed.
 */
async function endUnfinished(operation: Operation, leased: LeasedOperation, error: unknown): Promise<void> {
  const { lease } = leased
  const operationId = operation.id
  if (error instanceof HandedOver) return handOver(lease).catch(() => undefined)
  if (error instanceof LeaseLost || isDatabaseUnavailable(error) || leased.isLost) {
    const { aborted, reason } = leased.lost
    log.warn({ err: aborted ? reason : error, operationId }, "operation handed over")
    return
  }
  try {
    const masked = await explainMasked(operation, error)
    log.error({ err: error, reason: masked.error, operationId }, "operation failed")
    const now = await db().operation.findUniqueOrThrow({ where: { id: operationId } })
    // Reading Helm's history may succeed later, but an operation must not be retried forever.
    if (now.helmStartedAt !== null && now.fence < maxHolders) return
    await fail(leased, operation, masked)
  } catch (retryError) {
    log.error({ err: retryError, operationId }, "could not record the end of an operation")
    await handOver(lease).catch(() => undefined)
  }
}

/** The reason, without anything that Helm may have quoted from the values. */
async function explainMasked(operation: Operation, error: unknown): Promise<MaskedFailure> {
  const failure = explainFailure(error, [], operation.namespace)
  if (!(error instanceof HelmError)) return maskFailure(failure, (text) => text)
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const release = await db().release.findUnique({ where: { id: operation.releaseId ?? "" } })
  const chart = await openChartFor(request).catch(() => null)
  const masker = await maskerBefore({ request, release, chart, mask: maskOfRelease(operation) })
  return maskFailure(failure, masker.visible)
}

async function fail(
  { lease }: LeasedOperation,
  { kind, releaseId }: Operation,
  failure: MaskedFailure,
): Promise<void> {
  if (kind === "PREVIEW" || releaseId === null) {
    await transaction(() => finishOperation(lease, { state: "FAILED", ...failure, revision: null }))
    return
  }
  const release = await db().release.findUniqueOrThrow({ where: { id: releaseId } })
  await recordOutcome(lease, await unchangedOutcome(release, "FAILED", failure))
}
