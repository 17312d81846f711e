import { type Claimed, claimOperation } from "@/lib/fleet/operations/lease"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import { secretsBefore, strictMasker } from "@/lib/fleet/releases/mask-record"
import { changeRequestSchema } from "@/lib/fleet/releases/operation-requests"
import { maskOfRelease } from "@/lib/fleet/releases/sealed-values"
import { clusterNamed } from "@/lib/kube/cluster/cluster-named"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { asTenant } from "@/lib/kube/cluster/tenant-account"
import { readableLine } from "@/lib/kube/helm/failure-text"
import type { Helm } from "@/lib/kube/helm/helm"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import { Masker } from "@/lib/kube/masking/masker"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { abandonOperation, maxHolders } from "./abandon-operation"
import { LeasedOperation } from "./leased-operation"
import { openChartFor } from "./open-chart-for"
import { Progress } from "./progress"
import { runChange } from "./run-change"
import { runPreview } from "./run-preview"
import type { WorkerSettings } from "./settings"
import { valuesInvolved } from "./values-involved"
import type { Work } from "./work"

export type WorkerContext = {
  holder: string
  helm: Helm
  settings: WorkerSettings
  stopping: AbortSignal
  /** Whether this lane runs previews, which have their own slots, or changes to releases. */
  previews: boolean
  /** The operations that this worker is running, by id. */
  running: Map<string, LeasedOperation>
}

/**
 * Claims an operation and runs it; returns null if it could not be claimed. Never throws: a failure ends the operation or
 * its lease.
 */
export async function runOperation(operationId: string, worker: WorkerContext): Promise<Operation | null> {
  const { holder, settings, running } = worker
  // Its own lease can expire while the database is unavailable. The old run ends by itself, and only then can a new one start.
  if (running.has(operationId)) return null
  const askedAt = Date.now()
  const claimed = await claimOperation(operationId, holder, settings.leaseSeconds)
  if (claimed === null) return null
  const held = new LeasedOperation(claimed.lease, settings.heartbeatMs, askedAt)
  if (claimed.operation.cancelRequestedAt !== null) held.cancel()
  running.set(operationId, held)
  try {
    await perform(claimed, held, worker)
  } catch (error) {
    await abandonOperation(claimed.operation, held, error)
  } finally {
    held.stop()
    running.delete(operationId)
  }
  return claimed.operation
}

async function perform(claimed: Claimed, held: LeasedOperation, worker: WorkerContext): Promise<void> {
  const { operation } = claimed
  if (operation.fence > maxHolders) throw killsItsWorkers()
  const cluster = await clusterNamed(operation.cluster)
  const tenantCluster = asTenant(cluster, operation.namespace)
  const helm: HelmContext = {
    ...{ helm: worker.helm, kubeconfig: tenantCluster.kubeconfig, mark: operation.id },
    signal: AbortSignal.any([held.cancelled, held.lost]),
    mayStart: () => !held.isLost,
    onUnstoppable: (ended) => held.letFinish(ended),
  }
  if (operation.kind === "PREVIEW") return runPreview(operation, cluster, held, helm, worker.stopping)
  const api = new KubernetesApi(tenantCluster)
  try {
    await runChange(await workOf(claimed, held, worker, { helm, api, cluster }))
  } finally {
    api.close()
  }
}

/** An operation that its workers did not even abandon. */
function killsItsWorkers(): DomainError {
  return new DomainError(
    "conflict",
    `${maxHolders} workers started this operation and none completed it, so it is not retried. Check the release in Helm before you request the change again.`,
  )
}

async function workOf(
  { operation, holderBefore }: Claimed,
  held: LeasedOperation,
  { settings, stopping }: WorkerContext,
  { helm, api, cluster }: Pick<Work, "helm" | "api" | "cluster">,
): Promise<Work> {
  const tenant = await db().tenant.findUniqueOrThrow({ where: { id: operation.tenantId } })
  const release = await db().release.findUniqueOrThrow({ where: { id: operation.releaseId ?? "" } })
  const request = unsealJson(changeRequestSchema, operation.sealedRequest)
  const opening = openChartFor(request)
  // If Helm was started before, only the chart's schema is needed, so the chart may be missing from its repository.
  const chart = await (operation.helmStartedAt === null ? opening : opening.catch(() => null))
  const mask = maskOfRelease(operation)
  const values = await valuesInvolved(request, release)
  const progress = new Progress(held.lease, new Masker(secretsBefore(chart, ...values), mask))
  const strict = strictMasker(chart, mask, ...values)
  const onLine = (line: string) => progress.say(strict.text(readableLine(line)), "warning")
  return {
    ...{ operation, holderBefore, release, tenant, request, chart, held, progress, cluster, api, mask },
    ...{ settings, stopping },
    helm: { ...helm, onLine },
  }
}
