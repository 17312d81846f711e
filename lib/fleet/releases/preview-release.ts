import { setTimeout as sleep } from "node:timers/promises"
import { toCause } from "@/lib/fleet/operations/cause"
import { enqueueOperation, type ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { previewTimeoutSeconds } from "@/lib/fleet/operations/lease"
import { isOver } from "@/lib/fleet/operations/operation-states"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import type { Actor } from "@/lib/identity/auth/actor"
import { showMasked } from "@/lib/kube/masking/mask"
import type { Operation } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { conflict, type DomainError, unavailable } from "@/lib/platform/errors"
import { movesTenant, planAdoption } from "./adopt-release"
import { planRollback, planUninstall, planUpgrade } from "./change-release"
import { chartWarnings, crdWarning } from "./chart-warnings"
import { requireInstalled } from "./enqueue-change"
import { findRelease, type ReleaseRow } from "./find-release"
import { planInstall } from "./install-release"
import { expectedLeftovers, footprintOfRevision } from "./leftovers"
import { diffInThread, notesOfRevision } from "./list-revisions"
import {
  type InstallRequest,
  type PreviewRequest,
  type PreviewResult,
  previewResultSchema,
  type UpgradeRequest,
} from "./operation-requests"
import { type Previewed, previewDigestOf } from "./preview-digest"
import type { Preview, PreviewRelease } from "./preview-schema"
import { recordedRevision } from "./recorded-revision"

/**
 * Previews a change. A worker has Helm render an install or upgrade and dry-runs the objects against the cluster, while this
 * waits; the effect of a rollback or uninstall is computed from the history. Throws the errors that the change itself would
 * throw.
 */
export async function previewRelease(actor: Actor, input: PreviewRelease): Promise<Preview> {
  const { previewed, ...effect } = await previewEffect(actor, input)
  return {
    kind: input.kind,
    releaseId: "releaseId" in input ? input.releaseId : null,
    ...noFurtherEffect,
    ...effect,
    previewDigest: previewDigestOf(previewed),
  }
}

/** What not every kind of change has. */
const noFurtherEffect = { notes: null, validated: null, warnings: [], problems: [], adoption: null }
type Further = keyof typeof noFurtherEffect
type Effect = Omit<Preview, "kind" | "releaseId" | "previewDigest" | Further> &
  Partial<Pick<Preview, Further>> & { previewed: Previewed }

async function previewEffect(actor: Actor, input: PreviewRelease): Promise<Effect> {
  switch (input.kind) {
    case "INSTALL": {
      const { target, request, previewed } = await planInstall(actor, input)
      return { ...(await previewRendered(actor, target, null, request)), previewed }
    }
    case "UPGRADE": {
      const release = await findRelease(actor, input.releaseId)
      const { request, previewed } = await planUpgrade(release, input)
      return { ...(await previewRendered(actor, release, release, request)), previewed }
    }
    case "ROLLBACK":
      return previewRollback(actor, input)
    case "UNINSTALL":
      return previewUninstall(actor, input)
    case "ADOPT":
      return previewAdoption(actor, input)
  }
}

type Input<Kind extends PreviewRelease["kind"]> = Extract<PreviewRelease, { kind: Kind }>

async function previewRendered(
  actor: Actor,
  target: ReleaseTarget,
  release: ReleaseRow | null,
  request: InstallRequest | UpgradeRequest,
) {
  const { sealed, chartVersion } = await readCurrent(release)
  const { revision, ...checked } = await requestPreview(actor, target, release?.id ?? null, request)
  const warnings = await chartWarnings(target.tenantId, request, release)
  return {
    chartName: request.chartName,
    fromChartVersion: chartVersion,
    toChartVersion: request.chartVersion,
    ...(await diffInThread(target.tenantId, sealed, revision?.sealed ?? null)),
    ...checked,
    warnings: [...warnings, ...checked.warnings],
    notes: revision === null ? null : showMasked(revision.notes) || null,
  }
}

async function previewRollback(actor: Actor, input: Input<"ROLLBACK">): Promise<Effect> {
  const release = await findRelease(actor, input.releaseId)
  const { request, previewed } = await planRollback(release, input)
  const before = await readCurrent(release)
  const { revision: _manifest, ...checked } = await requestPreview(actor, release, release.id, request)
  const target = await recordedRevision(release.id, input.targetRevision)
  const crds = target === null ? null : await crdWarning(release, target)
  return {
    chartName: target?.chartName ?? release.chartName,
    fromChartVersion: before.chartVersion,
    toChartVersion: target?.chartVersion ?? null,
    ...(await diffInThread(release.tenantId, before.sealed, target?.sealedMasked ?? null)),
    notes: target === null ? null : await notesOfRevision(release.tenantId, target),
    ...checked,
    warnings: [...(crds === null ? [] : [crds]), ...checked.warnings],
    previewed,
  }
}

async function previewUninstall(actor: Actor, input: Input<"UNINSTALL">): Promise<Effect> {
  const release = await findRelease(actor, input.releaseId)
  requireInstalled(release)
  const { sealed, chartVersion } = await readCurrent(release)
  const footprint = release.inCluster ? await footprintOfRevision(release.id, release.revision) : null
  return {
    chartName: release.chartName,
    fromChartVersion: chartVersion,
    toChartVersion: null,
    ...(await diffInThread(release.tenantId, sealed, "kept")),
    warnings: footprint === null ? [] : expectedLeftovers(footprint),
    previewed: planUninstall(release, input).previewed,
  }
}

async function previewAdoption(actor: Actor, input: Input<"ADOPT">): Promise<Effect> {
  const { tenant, target, revisions, previewed } = await planAdoption(actor, input)
  const { chartName = "", chartVersion = null, repository = "" } = revisions.at(-1) ?? {}
  return {
    chartName,
    fromChartVersion: chartVersion,
    toChartVersion: chartVersion,
    values: "",
    resources: [],
    adoption: {
      tenantId: tenant.id,
      tenantName: tenant.name,
      repository,
      revisions: revisions.map(({ revision }) => revision),
      movesTenant: movesTenant(tenant, target),
    },
    previewed,
  }
}

type Current = { sealed: string | null; chartVersion: string | null }

async function readCurrent(release: ReleaseRow | null): Promise<Current> {
  const row = release?.inCluster ? await recordedRevision(release.id, release.revision) : null
  return { sealed: row?.sealedMasked ?? null, chartVersion: row?.chartVersion ?? null }
}

const pollMs = 100

/**
 * Enqueues a preview for a worker and waits for the result. Must be called outside a transaction, which would hide the
 * operation from the worker. Throws a 409 when rendering fails, and a 503 when it takes too long or the
 * cluster is unavailable.
 */
function requestPreview(
  actor: Actor,
  { tenantId, cluster, namespace, releaseName }: ReleaseTarget,
  releaseId: string | null,
  request: PreviewRequest,
): Promise<PreviewResult> {
  return outsideTransaction(async () => {
    const target = { tenantId, cluster, namespace, releaseName }
    const operation = { ...target, releaseId, kind: "PREVIEW", request } as const
    const { id } = await transaction(() => enqueueOperation(actor, operation))
    const deadline = Date.now() + previewTimeoutSeconds * 1_000
    for (; Date.now() < deadline; await sleep(pollMs)) {
      const row = await db().operation.findUnique({ where: { id }, select: { state: true } })
      if (row !== null && isOver[row.state])
        return readResult(await db().operation.findUniqueOrThrow({ where: { id } }))
    }
    throw await cancelPreview(id)
  })
}

function readResult({ state, sealedResult, error, cause }: Operation): PreviewResult {
  if (sealedResult !== null) return unsealJson(previewResultSchema, sealedResult)
  // A worker cancels a preview only when it has run out of time.
  if (state === "CANCELLED") throw tookTooLong()
  const message = error ?? "The preview failed."
  if (toCause(cause, error)?.reason === "cluster_unavailable")
    throw unavailable(message, 10, "preview_failed")
  throw conflict(message, "preview_failed")
}

/** Cancels the preview, so that the worker stops rendering. */
async function cancelPreview(id: string): Promise<DomainError> {
  const { count } = await db().operation.updateMany({
    where: { id, state: "RUNNING", cancelRequestedAt: null },
    data: { cancelRequestedAt: new Date() },
  })
  return count > 0 ? tookTooLong() : previewLate("No worker was available to render the preview.")
}

const tookTooLong = () => previewLate(`The preview took longer than ${previewTimeoutSeconds} s.`)

const previewLate = (reason: string) =>
  unavailable(`${reason} Nothing was changed. Try again.`, 10, "preview_late")
