import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { knownRevision } from "@/lib/fleet/releases/known-revision"
import { strictMasker } from "@/lib/fleet/releases/mask-record"
import type { Values } from "@/lib/fleet/releases/merge-values"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import type { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import type { Mask } from "@/lib/kube/masking/mask"
import type { Masker } from "@/lib/kube/masking/masker"
import type { Operation, Release, Tenant } from "@/lib/platform/db/generated/client"
import { DomainError } from "@/lib/platform/errors"
import type { LeasedOperation } from "./leased-operation"
import type { Progress } from "./progress"
import type { WorkerSettings } from "./settings"

/** One operation that changes a release, and everything needed to run it. */
export type Work = {
  operation: Operation
  /** The worker that held the operation before and did not end it. */
  holderBefore: string | null
  release: Release
  tenant: Tenant
  request: ChangeRequest
  /** The chart to install or upgrade to; null for other changes, or if it is no longer available. */
  chart: OpenedChart | null
  leased: LeasedOperation
  progress: Progress
  helm: HelmContext
  cluster: Cluster
  /** Acts as the tenant, like Helm. */
  api: KubernetesApi
  mask: Mask
  settings: WorkerSettings
  /** Aborted when this worker stops. */
  stopping: AbortSignal
}

/** How Helm identifies the release. */
export const releaseIdentity = ({ operation }: Pick<Work, "operation">) => ({
  release: operation.releaseName,
  namespace: operation.namespace,
})

/** The chart that a change applies; null if it applies none. Throws a 409 if its archive was replaced since the request. */
export async function openChartFor(request: ChangeRequest): Promise<OpenedChart | null> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  return openRequested(request)
}

type Requested = { repository: string; chartName: string; chartVersion: string; chartDigest?: string }

export async function openRequested(request: Requested): Promise<OpenedChart> {
  const { repository, chartName: name, chartVersion: version, chartDigest } = request
  const chart = await openChart({ repository, name, version })
  if (chartDigest === undefined || chart.digest === chartDigest) return chart
  throw new DomainError(
    "conflict",
    `The repository ${repository} has replaced ${name} ${version} since this was requested. Preview the change and request it again.`,
    "preview_outdated",
  )
}

/** The values that Helm may quote during a change: the requested ones and the existing ones. */
export async function valuesInvolved(request: ChangeRequest, release: Release): Promise<Values[]> {
  const current = unsealValues(release.sealedValues)
  if ("values" in request) return [request.values, current]
  if (request.kind !== "ROLLBACK") return [current]
  const target = await knownRevision(release.id, request.targetRevision)
  return target === null || target.sealedValues === null
    ? [current]
    : [unsealValues(target.sealedValues), current]
}

/** Masks messages about a change that made no revision: hides both the requested and the previous values. */
export function maskerBefore({ request, chart, mask, release }: Work): Masker {
  const given = "values" in request ? request.values : {}
  return strictMasker(chart, mask, given, unsealValues(release.sealedValues))
}
