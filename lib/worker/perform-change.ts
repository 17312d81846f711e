import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
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
import type { HistoryEntry, ReleaseRecord } from "@/lib/kube/helm/schema"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { writeHelmInput } from "@/lib/platform/yaml/write-yaml"
import { releaseIdentity, type Work } from "./work"

/** Runs Helm once. `history`: Helm's revisions before. Throws HelmError, or a DomainError before Helm is called. */
export async function performChange(work: Work, history: readonly HistoryEntry[]): Promise<unknown> {
  const { request } = work
  switch (request.kind) {
    case "INSTALL":
      return install(work, request, history)
    case "UPGRADE":
      return upgrade(work, request)
    case "ROLLBACK":
      return rollBack(work, request, history)
    case "UNINSTALL":
      return uninstall(work, request)
  }
}

function requireChart(chart: OpenedChart | null): OpenedChart {
  if (chart === null) throw new Error("There is no chart to pass to Helm.")
  return chart
}

/** The manifest that an install or upgrade would apply, rendered against the cluster; null if the change renders none. */
export async function renderChange(
  work: Work,
  history: readonly HistoryEntry[],
): Promise<ReleaseRecord | null> {
  const { request } = work
  const dryRunOptions = { dryRun: "server" as const, wait: false, atomic: false }
  if (request.kind === "INSTALL")
    return installRelease(work.helm, { ...installInput(work, request, history), ...dryRunOptions })
  if (request.kind === "UPGRADE")
    return upgradeRelease(work.helm, { ...upgradeInput(work, request), ...dryRunOptions })
  return null
}

function install(
  work: Work,
  request: InstallRequest,
  history: readonly HistoryEntry[],
): Promise<ReleaseRecord> {
  work.progress.report(`Installing ${request.chartName} ${request.chartVersion}.`)
  return installRelease(work.helm, installInput(work, request, history))
}

function installInput(work: Work, request: InstallRequest, history: readonly HistoryEntry[]) {
  const { timeoutSeconds, atomic, waitForJobs, description } = request
  return {
    ...releaseIdentity(work),
    timeoutSeconds,
    atomic,
    waitForJobs,
    chart: requireChart(work.chart).path,
    values: writeHelmInput(request.values),
    wait: true,
    // The previous release of this name was uninstalled with --keep-history.
    replace: history.length > 0,
    description: description ?? undefined,
    operationId: work.operation.id,
  }
}

function upgrade(work: Work, request: UpgradeRequest): Promise<ReleaseRecord> {
  work.progress.report(`Upgrading to ${request.chartName} ${request.chartVersion}.`)
  return upgradeRelease(work.helm, upgradeInput(work, request))
}

function upgradeInput(work: Work, request: UpgradeRequest) {
  const { timeoutSeconds, atomic, waitForJobs, description } = request
  return {
    ...releaseIdentity(work),
    timeoutSeconds,
    atomic,
    waitForJobs,
    forceConflicts: request.forceConflicts,
    chart: requireChart(work.chart).path,
    values: writeHelmInput(request.values),
    base: request.mode,
    wait: true,
    description: description ?? undefined,
    operationId: work.operation.id,
  }
}

async function rollBack(
  work: Work,
  { targetRevision, timeoutSeconds, forceConflicts }: RollbackRequest,
  history: readonly HistoryEntry[],
): Promise<unknown> {
  if (history.some(({ revision }) => revision === targetRevision)) {
    work.progress.report(`Rolling back to revision ${targetRevision}.`)
    await rollbackRelease(work.helm, {
      ...releaseIdentity(work),
      revision: targetRevision,
      wait: true,
      timeoutSeconds,
      forceConflicts,
    })
    return
  }
  const targetRecord = await recordedRevision(work.release.id, targetRevision)
  if (targetRecord === null) throw new Error(`Revision ${targetRevision} is not recorded.`)
  return reapplyRevision(work, targetRecord, { timeoutSeconds, forceConflicts })
}

/** Restores a revision that Helm has pruned: applies its chart with exactly its values. */
async function reapplyRevision(
  work: Work,
  targetRecord: ReleaseRevision,
  options: Pick<RollbackRequest, "timeoutSeconds" | "forceConflicts">,
): Promise<ReleaseRecord> {
  const { revision, chartName, chartVersion, sealedValues } = targetRecord
  work.progress.report(
    `Helm no longer has revision ${revision}. Applying ${chartName} ${chartVersion} with the values of that revision.`,
  )
  return upgradeRelease(work.helm, {
    ...releaseIdentity(work),
    chart: await archiveOfRevision(targetRecord),
    values: sealedValues === null ? "{}" : writeHelmInput(unsealValues(sealedValues)),
    base: "reset",
    wait: true,
    atomic: false,
    ...options,
    description: `Rollback to ${revision}`,
    operationId: work.operation.id,
  })
}

async function uninstall(work: Work, { timeoutSeconds, skipHooks }: UninstallRequest): Promise<void> {
  work.progress.report(`Uninstalling the release${skipHooks ? " without running its hooks" : ""}.`)
  const options = { keepHistory: false, wait: true, timeoutSeconds, skipHooks }
  await uninstallRelease(work.helm, { ...releaseIdentity(work), ...options })
}
