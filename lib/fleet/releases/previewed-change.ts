import type { ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import type { ReleaseRow } from "./find-release"
import type { InstallRequest, RollbackRequest, UninstallRequest, UpgradeRequest } from "./operation-requests"
import type { Previewed } from "./preview-digest"
import type { InstallRelease, UpgradeRelease } from "./schema"

/**
 * The facts that determine the effect of each kind of change, as the preview and the change compute them. Values are
 * compared as they were sent: a mask in them stands for the value of the base revision.
 */
export function previewedInstall(
  target: ReleaseTarget,
  request: InstallRequest,
  { valuesOverride }: Pick<InstallRelease, "valuesOverride">,
): Previewed {
  const { tenantId, cluster, namespace, releaseName } = target
  return {
    kind: "INSTALL",
    facts: { tenantId, cluster, namespace, releaseName, valuesOverride, ...chartFacts(request) },
  }
}

export function previewedUpgrade(
  release: ReleaseRow,
  request: UpgradeRequest,
  { valuesOverride, valuesReset }: Pick<UpgradeRelease, "valuesOverride" | "valuesReset">,
): Previewed {
  const { mode: valuesMode, forceConflicts } = request
  return {
    kind: "UPGRADE",
    facts: {
      ...baseFacts(release),
      valuesOverride,
      valuesReset,
      valuesMode,
      forceConflicts,
      ...chartFacts(request),
    },
  }
}

export function previewedRollback(release: ReleaseRow, request: RollbackRequest): Previewed {
  const { targetRevision, forceConflicts } = request
  return { kind: "ROLLBACK", facts: { ...baseFacts(release), targetRevision, forceConflicts } }
}

export function previewedUninstall(release: ReleaseRow, request: UninstallRequest): Previewed {
  const { timeoutSeconds: timeout, skipHooks } = request
  return { kind: "UNINSTALL", facts: { ...baseFacts(release), timeout, skipHooks } }
}

const baseFacts = ({ id, revision, inCluster }: ReleaseRow) => ({
  releaseId: id,
  baseRevision: [revision, inCluster],
})

function chartFacts(request: InstallRequest | UpgradeRequest) {
  const { repository, chartName, chartVersion, chartDigest, appVersion } = request
  const { timeoutSeconds: timeout, atomic, waitForJobs } = request
  const chart = `${repository}/${chartName}`
  return { chart, chartVersion, chartDigest, appVersion, timeout, atomic, waitForJobs }
}
