import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { strictMasker } from "@/lib/fleet/releases/mask-record"
import type { Values } from "@/lib/fleet/releases/merge-values"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { recordedRevision } from "@/lib/fleet/releases/recorded-revision"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import { type KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision, type StoredRevision } from "@/lib/kube/cluster/stored-revision"
import { HelmError } from "@/lib/kube/helm/helm-error"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import type { Mask } from "@/lib/kube/masking/mask"
import type { Masker } from "@/lib/kube/masking/masker"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import type { Operation, Release, Tenant } from "@/lib/platform/db/generated/client"
import { conflict } from "@/lib/platform/errors"
import { sleepUnlessAborted } from "@/lib/platform/wait-at-most"
import type { LeasedOperation } from "./leased-operation"
import type { Progress } from "./progress"
import type { WorkerSettings } from "./worker-settings"

export type ClusterAccess = {
  helm: HelmContext
  cluster: Cluster
  /** Acts as the tenant, like Helm. */
  api: KubernetesApi
}

/** One operation that changes a release, and everything needed to run it. */
export type ChangeContext = ClusterAccess & {
  operation: Operation
  /** The previous worker, which did not complete the operation. */
  holderBefore: string | null
  release: Release
  tenant: Tenant
  request: ChangeRequest
  /** The chart to install or upgrade to; null for other changes, or if it is no longer available. */
  chart: OpenedChart | null
  leased: LeasedOperation
  progress: Progress
  mask: Mask
  settings: WorkerSettings
  /** Aborted when this worker stops. */
  stopping: AbortSignal
}

export const releaseKey = ({ namespace, releaseName }: Operation): ReleaseKey => ({ namespace, releaseName })

/** The chart that a change applies; null if it applies none. Throws a 409 if its archive was replaced since the request. */
export async function openChartFor(request: ChangeRequest): Promise<OpenedChart | null> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  const { repository, chartName: name, chartVersion: version, chartDigest } = request
  const chart = await openChart({ repository, name, version })
  if (chartDigest === undefined || chart.digest === chartDigest) return chart
  throw conflict(
    `The repository ${repository} has replaced ${name} ${version} since this was requested. Preview the change and request it again.`,
    "preview_outdated",
  )
}

/** The values that Helm may quote during a change: the requested ones and the existing ones. */
export async function valuesInvolved(request: ChangeRequest, release: Release | null): Promise<Values[]> {
  if (release === null) return "values" in request ? [request.values] : []
  const current = unsealValues(release.sealedValues)
  if ("values" in request) return [request.values, current]
  if (request.kind !== "ROLLBACK") return [current]
  const target = await recordedRevision(release.id, request.targetRevision)
  return target === null || target.sealedValues === null
    ? [current]
    : [unsealValues(target.sealedValues), current]
}

/** Masks messages about a change that made no revision: hides all values involved. */
export async function maskerBefore({
  request,
  chart,
  mask,
  release,
}: Pick<ChangeContext, "request" | "chart" | "mask"> & { release: Release | null }): Promise<Masker> {
  return strictMasker(chart, mask, ...(await valuesInvolved(request, release)))
}

const firstMs = 250
const maxMs = 5_000

/** This worker is stopping; another worker continues the operation without loss. */
export class HandedOver extends Error {
  constructor() {
    super("The worker is stopping; another continues.")
    this.name = "HandedOver"
  }
}

/** Transient failures: the cluster or the database is temporarily unavailable. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HelmError) {
    return ["unreachable", "out_of_time", "unreadable", "killed", "cancelled"].includes(error.kind)
  }
  if (error instanceof KubernetesError) return isUnavailable(error)
  return isDatabaseUnavailable(error)
}

const isUnavailable = ({ status }: KubernetesError) => status === null || status === 429 || status >= 500

type Limits = {
  maxWaitSeconds?: number
  /** While this worker is stopping, no further attempt is started: another worker continues. */
  handsOver?: boolean
  onFailure?: (error: unknown) => void
}

/**
 * Retries with backoff while the failure is transient, until `maxWaitSeconds` have passed or the lease is lost. Throws the
 * last failure, LeaseLost or HandedOver.
 */
export async function retry<T>(
  context: Pick<ChangeContext, "operation" | "leased" | "stopping" | "settings">,
  attempt: () => Promise<T>,
  { maxWaitSeconds = context.settings.maxWaitSeconds, handsOver = false, onFailure }: Limits = {},
): Promise<T> {
  const { lost } = context.leased
  const deadline = Date.now() + maxWaitSeconds * 1_000
  const throwIfStopping = () => {
    if (handsOver && context.stopping.aborted) throw new HandedOver()
  }
  for (let waitMs = firstMs; ; waitMs = Math.min(2 * waitMs, maxMs)) {
    if (lost.aborted) throw new LeaseLost(context.operation.id)
    throwIfStopping()
    try {
      return await attempt()
    } catch (error) {
      if (!isTransient(error)) throw error
      // Checked before the timeout: the next worker retries a failure that occurs while this one stops.
      throwIfStopping()
      if (Date.now() + waitMs > deadline) throw error
      onFailure?.(error)
    }
    await sleepUnlessAborted(waitMs, handsOver ? AbortSignal.any([lost, context.stopping]) : lost)
  }
}

/** A revision from Helm's storage; null: Helm does not have it. */
export const readRevision = (
  context: ChangeContext,
  revision: number,
  limits?: Limits,
): Promise<StoredRevision | null> =>
  retry(context, () => readStoredRevision(context.api, context.operation, revision), limits)

/** Waits, unless the lease is lost or this worker stops, in which case it throws LeaseLost or HandedOver. */
export async function pause(
  { operation, leased, stopping }: ChangeContext,
  milliseconds: number,
): Promise<void> {
  await sleepUnlessAborted(milliseconds, AbortSignal.any([leased.lost, stopping]))
  if (leased.isLost) throw new LeaseLost(operation.id)
  if (stopping.aborted) throw new HandedOver()
}
