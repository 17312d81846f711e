import { allCrds } from "@/lib/fleet/charts/archive/read-crds"
import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import { type Ending, finishOperation } from "@/lib/fleet/operations/finish-operation"
import { previewTimeoutSeconds } from "@/lib/fleet/operations/lease"
import { sealJson, unsealJson } from "@/lib/fleet/operations/sealed"
import { maskInThread } from "@/lib/fleet/releases/mask-in-thread"
import {
  type PreviewRequest,
  type PreviewResult,
  previewRequestSchema,
} from "@/lib/fleet/releases/operation-requests"
import { maskKeyOfRelease, maskOfRelease, unsealValues } from "@/lib/fleet/releases/sealed-values"
import { readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import { canDeploy, prepareNamespace } from "@/lib/kube/cluster/tenant-account"
import { installRelease, upgradeRelease } from "@/lib/kube/helm/helm-commands"
import { HelmError } from "@/lib/kube/helm/helm-error"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { Masker } from "@/lib/kube/masking/masker"
import type { Operation, Release } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { writeHelmInput } from "@/lib/platform/yaml/write-yaml"
import { type ClusterAccess, HandedOver, maskerBefore, openChartFor, releaseKey } from "./change-context"
import { checkPreview, type Preview, unchecked } from "./check-preview"
import { confinePreview, isConfined } from "./confine"
import { explainFailure, maskFailure } from "./explain-failure"
import type { LeasedOperation } from "./leased-operation"

type Rendering = Exclude<PreviewRequest, { kind: "ROLLBACK" }>

/** The share of the time limit for Helm; the rest is for the checks by the cluster. */
const renderShare = 0.75

/** Computes what a change would do, and stores the masked and sealed result for the waiting request. */
export async function runPreview(
  operation: Operation,
  leased: LeasedOperation,
  access: ClusterAccess,
  stopping: AbortSignal,
): Promise<void> {
  const request = unsealJson(previewRequestSchema, operation.sealedRequest)
  const chart = await openChartFor(request)
  const { releaseId } = operation
  const release = releaseId === null ? null : await db().release.findUnique({ where: { id: releaseId } })
  const deadline = operation.requestedAt.getTime() + previewTimeoutSeconds * 1_000
  const preview = { operation, request, chart, release, deadline, ...access }
  try {
    if (release?.inCluster) await prepareAccount(preview)
    const result = await (request.kind === "ROLLBACK"
      ? previewRollback(preview, request.targetRevision)
      : previewRendered(preview, request))
    await end(leased, { state: "SUCCEEDED", error: null, cause: null, sealedResult: sealJson(result) })
  } catch (error) {
    if (stopping.aborted) throw new HandedOver()
    await end(leased, await endingOf(error, preview))
  }
}

/** An adopted release may be in a namespace where Slipway has not prepared the tenant's account yet. */
async function prepareAccount({ operation: { namespace, tenantId }, cluster }: Preview): Promise<void> {
  if (await canDeploy(cluster, { namespace, clusterScoped: false })) return
  const { clusterScoped } = await db().tenant.findUniqueOrThrow({ where: { id: tenantId } })
  await prepareNamespace(cluster, { namespace, clusterScoped }, { create: false })
}

async function endingOf(error: unknown, preview: Preview): Promise<Omit<Ending, "revision">> {
  const { operation, request, chart, release } = preview
  const isTimeout = error instanceof HelmError && ["out_of_time", "cancelled"].includes(error.kind)
  const masker = await maskerBefore({ request, chart, release, mask: maskOfRelease(operation) })
  const failure = maskFailure(explainFailure(error, [], operation.namespace), masker.visible)
  return { state: isTimeout ? "CANCELLED" : "FAILED", ...failure }
}

const valuesOf = (release: Release | null): Record<string, unknown> =>
  release === null ? {} : unsealValues(release.sealedValues)

async function previewRendered(preview: Preview, request: Rendering): Promise<PreviewResult> {
  const { operation, chart, cluster, api } = preview
  if (chart === null) throw new Error("There is no chart to render.")
  const { namespace, tenantId } = operation
  const tenant = await db().tenant.findUniqueOrThrow({ where: { id: tenantId } })
  const confined = isConfined(cluster, operation, tenant)
  const hasAccount = await canDeploy(cluster, { namespace, clusterScoped: false })
  const record = await render(preview, request, chart, confined || !hasAccount)
  if (confined)
    await confinePreview(api, namespace, { path: chart.path, isInstall: request.kind === "INSTALL" }, record)
  const input = {
    record,
    chart,
    mask: maskKeyOfRelease(operation),
    before: valuesOf(preview.release),
    publicNames: [operation.releaseName, namespace, chart.name],
  }
  const { revision, secrets } = await maskInThread(namespace, input)
  const masker = new Masker(secrets, maskOfRelease(operation))
  const canAddCrds = cluster.identity === "cluster" || tenant.clusterScoped
  const crds = request.kind === "INSTALL" ? allCrds(chart) : []
  const checked = await checkPreview(preview, record, masker, { hasAccount, canAddCrds, crds })
  return { revision, ...checked }
}

/** Renders with the cluster if possible; without it if the chart creates objects of kinds that the cluster does not have. */
async function render(
  preview: Preview,
  request: Rendering,
  { path }: OpenedChart,
  isLocal: boolean,
): Promise<ReleaseRecord> {
  try {
    return await dryRun(preview, request, path, isLocal ? "client" : "server")
  } catch (error) {
    const lacksKinds = error instanceof HelmError && /no matches for kind/.test(error.output)
    if (!lacksKinds) throw error
    return dryRun(preview, request, path, "client")
  }
}

function dryRun(
  { operation, helm, deadline }: Preview,
  request: Rendering,
  chart: string,
  dryRun: "client" | "server",
): Promise<ReleaseRecord> {
  const remainingSeconds = (deadline - Date.now()) / 1_000
  const limits = { wallClockSeconds: Math.max(1, remainingSeconds * renderShare) }
  const common = {
    ...releaseKey(operation),
    chart,
    dryRun,
    values: writeHelmInput(request.values),
    wait: false,
    atomic: false,
    timeoutSeconds: 30,
  }
  return request.kind === "INSTALL"
    ? installRelease({ ...helm, limits }, common)
    : upgradeRelease({ ...helm, limits }, { ...common, base: request.mode })
}

/** The changes are known from the history; only the cluster's checks are missing. */
async function previewRollback(preview: Preview, revision: number): Promise<PreviewResult> {
  const { operation, release, api } = preview
  const { namespace, releaseName } = operation
  const stored = await readStoredRevision(api, operation, revision)
  if (stored === null) {
    const warning = `Helm no longer has revision ${revision}; the cluster did not check the objects.`
    return { revision: null, ...unchecked(warning) }
  }
  const publicNames = [releaseName, namespace]
  const input = { ...stored, mask: maskKeyOfRelease(operation), before: valuesOf(release), publicNames }
  const { secrets } = await maskInThread(namespace, input)
  const masker = new Masker(secrets, maskOfRelease(operation))
  const permissions = { hasAccount: true, canAddCrds: false, crds: [] }
  const checked = await checkPreview(preview, stored.record, masker, permissions)
  return { revision: null, ...checked }
}

function end({ lease }: LeasedOperation, ending: Omit<Ending, "revision">): Promise<unknown> {
  return transaction(() => finishOperation(lease, { ...ending, revision: null }))
}
