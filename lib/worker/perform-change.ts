import { archiveOfRevision } from "@/lib/fleet/releases/chart-source"
import type {
  InstallRequest,
  RollbackRequest,
  UninstallRequest,
  UpgradeRequest,
} from "@/lib/fleet/releases/operation-requests"
import { recordedRevision } from "@/lib/fleet/releases/recorded-revision"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import {
  installRelease,
  rollbackRelease,
  uninstallRelease,
  upgradeRelease,
} from "@/lib/kube/helm/helm-commands"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { writeHelmInput } from "@/lib/platform/yaml/write-yaml"
import { type ChangeContext, releaseKey } from "./change-context"
import type { Entry } from "./revision-origin"

type ChartRequest = InstallRequest | UpgradeRequest

/** Runs Helm once. `history`: Helm's revisions before. Throws HelmError, or a DomainError before Helm is called. */
export async function performChange(context: ChangeContext, history: readonly Entry[]): Promise<unknown> {
  const { request } = context
  switch (request.kind) {
    case "INSTALL":
      context.progress.report(`Installing ${request.chartName} ${request.chartVersion}.`)
      return applyChart(context, request, history)
    case "UPGRADE":
      context.progress.report(`Upgrading to ${request.chartName} ${request.chartVersion}.`)
      return applyChart(context, request, history)
    case "ROLLBACK":
      return rollBack(context, request, history)
    case "UNINSTALL":
      return uninstall(context, request)
  }
}

/** The manifest that an install or upgrade would apply, rendered against the cluster; null if the change renders none. */
export async function renderChange(
  context: ChangeContext,
  history: readonly Entry[],
): Promise<ReleaseRecord | null> {
  const { request } = context
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  return applyChart(context, request, history, { dryRun: "server", wait: false, atomic: false })
}

function applyChart(
  { chart, helm, operation }: ChangeContext,
  request: ChartRequest,
  history: readonly Entry[],
  overrides: { dryRun?: "server"; wait?: boolean; atomic?: boolean } = {},
): Promise<ReleaseRecord> {
  if (chart === null) throw new Error("There is no chart to pass to Helm.")
  const { timeoutSeconds, atomic, waitForJobs, description } = request
  const input = {
    ...releaseKey(operation),
    timeoutSeconds,
    atomic,
    waitForJobs,
    chart: chart.path,
    values: writeHelmInput(request.values),
    wait: true,
    description: description ?? undefined,
    operationId: operation.id,
    ...overrides,
  }
  // With a history, the previous release of this name was uninstalled with --keep-history.
  return request.kind === "INSTALL"
    ? installRelease(helm, { ...input, replace: history.length > 0 })
    : upgradeRelease(helm, { ...input, base: request.mode, forceConflicts: request.forceConflicts })
}

async function rollBack(
  context: ChangeContext,
  { targetRevision, timeoutSeconds, forceConflicts }: RollbackRequest,
  history: readonly Entry[],
): Promise<unknown> {
  if (history.some(({ revision }) => revision === targetRevision)) {
    context.progress.report(`Rolling back to revision ${targetRevision}.`)
    await rollbackRelease(context.helm, {
      ...releaseKey(context.operation),
      revision: targetRevision,
      wait: true,
      timeoutSeconds,
      forceConflicts,
    })
    return
  }
  const targetRecord = await recordedRevision(context.release.id, targetRevision)
  if (targetRecord === null) throw new Error(`Revision ${targetRevision} is not recorded.`)
  return reapplyRevision(context, targetRecord, { timeoutSeconds, forceConflicts })
}

/** Restores a revision that Helm has pruned: applies its chart with exactly its values. */
async function reapplyRevision(
  context: ChangeContext,
  targetRecord: ReleaseRevision,
  options: Pick<RollbackRequest, "timeoutSeconds" | "forceConflicts">,
): Promise<ReleaseRecord> {
  const { revision, chartName, chartVersion, sealedValues } = targetRecord
  context.progress.report(
    `Helm no longer has revision ${revision}. Applying ${chartName} ${chartVersion} with the values of that revision.`,
  )
  return upgradeRelease(context.helm, {
    ...releaseKey(context.operation),
    chart: await archiveOfRevision(targetRecord),
    values: sealedValues === null ? "{}" : writeHelmInput(unsealValues(sealedValues)),
    base: "reset",
    wait: true,
    atomic: false,
    ...options,
    description: `Rollback to ${revision}`,
    operationId: context.operation.id,
  })
}

async function uninstall(
  context: ChangeContext,
  { timeoutSeconds, skipHooks }: UninstallRequest,
): Promise<void> {
  context.progress.report(`Uninstalling the release${skipHooks ? " without running its hooks" : ""}.`)
  const options = { wait: true, timeoutSeconds, skipHooks }
  await uninstallRelease(context.helm, { ...releaseKey(context.operation), ...options })
}
