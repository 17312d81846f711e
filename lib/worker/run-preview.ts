import type { Cluster } from "@/lib/cluster/cluster"
import { KubernetesApi } from "@/lib/cluster/kubernetes-api"
import { canDeploy } from "@/lib/cluster/tenant-account"
import type { Operation } from "@/lib/db/generated/client"
import { db, transaction } from "@/lib/db/transaction"
import { installRelease } from "@/lib/helm/install-release"
import type { HelmContext } from "@/lib/helm/run-helm"
import type { ReleaseRecord } from "@/lib/helm/schema"
import { upgradeRelease } from "@/lib/helm/upgrade-release"
import { showMasked } from "@/lib/masking/mask"
import { finishOperation } from "@/lib/operations/finish-operation"
import { previewPatienceSeconds } from "@/lib/operations/lease"
import { sealJson, unsealJson } from "@/lib/operations/sealed"
import { maskRecord, strictMasker } from "@/lib/releases/mask-record"
import { type PreviewRequest, previewRequestSchema } from "@/lib/releases/operation-requests"
import { maskOfRelease, unsealValues } from "@/lib/releases/sealed-values"
import { writeHelmInput } from "@/lib/yaml/write-yaml"
import { LeftToOthers } from "./ask-again"
import { confinePreview, isConfined } from "./confine"
import { explainFailure } from "./explain-failure"
import type { HeldOperation } from "./held-operation"
import { openRequested } from "./open-chart-for"

/** Lets Helm say what a change would make, and keeps that masked and sealed for the request that waits for it. */
export async function runPreview(
  operation: Operation,
  cluster: Cluster,
  held: HeldOperation,
  helm: HelmContext,
  stopping: AbortSignal,
): Promise<void> {
  const request = unsealJson(previewRequestSchema, operation.sealedRequest)
  const { values } = request
  const mask = maskOfRelease(operation)
  const chart = await openRequested(request)
  const before = await valuesBefore(operation)
  try {
    const limits = { wallClockSeconds: previewPatienceSeconds }
    const tenant = await db().tenant.findUniqueOrThrow({ where: { id: operation.tenantId } })
    const confined = isConfined(cluster, operation, tenant)
    // The tenant's account is created by its first install.
    const isLocal =
      confined || !(await canDeploy(cluster, { namespace: operation.namespace, clusterScoped: false }))
    const record = await dryRun(operation, request, { ...helm, limits }, chart.path, isLocal)
    if (confined) await refuseEscapes(cluster, operation, chart.path, record)
    const { masked } = maskRecord(record, chart, mask, before)
    await end(held, { state: "SUCCEEDED", error: null, sealedResult: sealJson(masked) })
  } catch (error) {
    if (stopping.aborted) throw new LeftToOthers()
    const said = strictMasker(chart, mask, values, before).text(explainFailure(error, []))
    await end(held, { state: "FAILED", error: showMasked(said) })
  }
}

async function valuesBefore({ releaseId }: Operation): Promise<Record<string, unknown>> {
  const release = releaseId === null ? null : await db().release.findUnique({ where: { id: releaseId } })
  return release === null ? {} : unsealValues(release.sealedValues)
}

async function refuseEscapes(
  cluster: Cluster,
  { namespace, releaseId }: Operation,
  path: string,
  record: ReleaseRecord,
): Promise<void> {
  const api = new KubernetesApi(cluster)
  try {
    await confinePreview(api, namespace, { path, isInstall: releaseId === null }, record)
  } finally {
    api.close()
  }
}

function end(
  { lease }: HeldOperation,
  ending: { state: "SUCCEEDED" | "FAILED"; error: string | null; sealedResult?: string },
): Promise<unknown> {
  return transaction(() => finishOperation(lease, { ...ending, revision: null }))
}

function dryRun(
  { releaseName, namespace }: Operation,
  request: PreviewRequest,
  helm: HelmContext,
  chart: string,
  isLocal: boolean,
): Promise<ReleaseRecord> {
  const common = {
    ...{ release: releaseName, namespace, chart },
    values: writeHelmInput(request.values),
    dryRun: isLocal ? ("client" as const) : ("server" as const),
    wait: false,
    atomic: false,
    timeoutSeconds: 30,
  }
  return request.kind === "INSTALL"
    ? installRelease(helm, common)
    : upgradeRelease(helm, { ...common, base: request.mode })
}
