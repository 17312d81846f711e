import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import type { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import type { Mask } from "@/lib/kube/masking/mask"
import type { Operation, Release, Tenant } from "@/lib/platform/db/generated/client"
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
  held: LeasedOperation
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
export const whereOf = ({ operation }: Pick<Work, "operation">) => ({
  release: operation.releaseName,
  namespace: operation.namespace,
})
