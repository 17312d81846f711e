import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import { rejectSuspended } from "@/lib/fleet/tenants/find-tenant"
import { parseKeyPaths } from "@/lib/fleet/values/values-path"
import type { Actor } from "@/lib/identity/auth/actor"
import { showMaskedIn } from "@/lib/kube/masking/mask"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { conflict, invalid } from "@/lib/platform/errors"
import { openChartOf, requireUsableChart } from "./chart-source"
import { checkValues } from "./check-values"
import { type Accepted, enqueueChange, type PlannedChange, requireInCluster } from "./enqueue-change"
import type { ReleaseRow } from "./find-release"
import { effectiveValues, mergeValues, type Values, withoutKeys } from "./merge-values"
import {
  type InstallRequest,
  type RollbackRequest,
  type UninstallRequest,
  type UpgradeRequest,
  upgradeRequestSchema,
} from "./operation-requests"
import { type Previewed, requireAsPreviewed } from "./preview-digest"
import { lastDeployedRevision, recordedRevision } from "./recorded-revision"
import { rejectQuarantinedChange } from "./reject-quarantined-change"
import { type Before, restoreMasked } from "./restore-masked"
import type { RollbackRelease, RollbackToLastSuccessful, UninstallRelease, UpgradeRelease } from "./schema"
import { type StoredValues, unsealValues } from "./sealed-values"

/** A validated change: what the worker is asked to do, and what its preview showed. */
export type Plan<Request> = { request: Request; previewed: Previewed }

/** Enqueues an upgrade: sets the release to PENDING_UPGRADE and creates its operation, or throws and does neither. */
export function upgradeRelease(
  actor: Actor,
  id: string,
  input: UpgradeRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueAsPreviewed(actor, id, input, ifMatch, (release) => planUpgrade(release, input))
}

function enqueueAsPreviewed(
  actor: Actor,
  id: string,
  { previewDigest }: { previewDigest?: string },
  ifMatch: string | null,
  plan: (release: ReleaseRow) => Promise<Plan<PlannedChange>>,
): Promise<Accepted> {
  return enqueueChange(actor, id, ifMatch, async (release) => {
    const { request, previewed } = await plan(release)
    requireAsPreviewed(previewDigest, previewed)
    return request
  })
}

/** Validates an upgrade and returns everything needed to enqueue it; throws the error it would fail with. */
export async function planUpgrade(release: ReleaseRow, input: UpgradeRelease): Promise<Plan<UpgradeRequest>> {
  rejectSuspended(release.tenant)
  requireInCluster(release)
  const base = await readBase(release)
  const { repository, chartName } = release
  const version = input.chartVersion ?? release.chartVersion
  const [chart, overrides] = await collectFaults([
    openChartOf({ repository, name: chartName, version }),
    check(() => restoreMasked(input.valuesOverride, shownAndActual(release))),
    check(() => rejectReset(input)),
  ])
  const keptValues = withoutKeys(base.values, parseKeyPaths(input.valuesReset))
  const below: Record<UpgradeRelease["valuesMode"], () => Promise<Values>> = {
    reset: async () => overrides,
    "reset-then-reuse": async () => mergeValues(keptValues, overrides),
    reuse: async () => mergeValues(effectiveValues(await readDefaults(base, chart), base.values), overrides),
  }
  await collectFaults([
    requireUsableChart(chart, { cluster: release.cluster, kind: "UPGRADE" }),
    checkValues({
      owner: release.tenantId,
      chart,
      overrides: await below[input.valuesMode](),
      pointer: "/valuesOverride",
    }),
  ])
  const request = upgradeRequestSchema.parse({
    kind: "UPGRADE",
    repository: chart.repository,
    chartName,
    chartVersion: version,
    chartDigest: chart.digest,
    appVersion:
      input.appVersion ??
      (input.chartVersion === undefined ? release.appVersion : (chart.appVersion ?? chart.version)),
    // Helm would reuse the values to reset, so it gets all values instead.
    ...(input.valuesReset.length > 0
      ? { values: mergeValues(keptValues, overrides), mode: "reset" }
      : { values: overrides, mode: input.valuesMode }),
    timeoutSeconds: input.timeout,
    atomic: input.atomic,
    waitForJobs: input.waitForJobs,
    forceConflicts: input.forceConflicts,
    description: input.description ?? null,
  })
  await rejectQuarantinedChange(request, release.id)
  const { valuesOverride, valuesReset } = input
  const values = { valuesOverride, valuesReset, valuesMode: request.mode }
  const facts = { ...baseFacts(release), ...values, forceConflicts: request.forceConflicts }
  return { request, previewed: { kind: "UPGRADE", facts: { ...facts, ...chartFacts(request) } } }
}

const baseFacts = ({ id, revision, inCluster }: ReleaseRow) => ({
  releaseId: id,
  baseRevision: [revision, inCluster],
})

/** Values are not among them: they are compared as sent, because a mask stands for the value of the base revision. */
export function chartFacts(request: InstallRequest | UpgradeRequest) {
  const { repository, chartName, chartVersion, chartDigest, appVersion } = request
  const { timeoutSeconds: timeout, atomic, waitForJobs } = request
  const chart = `${repository}/${chartName}`
  return { chart, chartVersion, chartDigest, appVersion, timeout, atomic, waitForJobs }
}

function rejectReset({ valuesReset, valuesMode }: UpgradeRelease): void {
  if (valuesReset.length === 0 || valuesMode === "reset-then-reuse") return
  throw invalid("/valuesReset", "Requires the values mode reset-then-reuse.")
}

/** A release shows the values of its last revision, even if that failed and Helm bases the upgrade on another one. */
function shownAndActual({ sealedMasked, sealedValues }: ReleaseRow): Before {
  return { shown: showMaskedIn(unsealValues(sealedMasked)), values: unsealValues(sealedValues) }
}

type Base = { values: StoredValues; repository: string; chartName: string; chartVersion: string }

/** The default values of the installed chart; those of the new chart when the installed one is no longer available. */
async function readDefaults(
  { repository, chartName: name, chartVersion: version }: Base,
  chart: OpenedChart,
): Promise<Values> {
  const old = await openChartOf({ repository, name, version }).catch(() => chart)
  return old.values
}

/** The revision that Helm bases an upgrade on: the deployed one, else the last. */
async function readBase(release: ReleaseRow): Promise<Base> {
  const deployed = await lastDeployedRevision(release.id)
  const base = deployed?.sealedValues ? { ...deployed, sealedValues: deployed.sealedValues } : release
  const { repository, chartName, chartVersion } = base
  return { values: unsealValues(base.sealedValues), repository, chartName, chartVersion }
}

/** Enqueues a rollback to a recorded revision, even one that Helm no longer has. */
export function rollBackRelease(
  actor: Actor,
  id: string,
  input: RollbackRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueAsPreviewed(actor, id, input, ifMatch, (release) => planRollback(release, input))
}

/** Enqueues a rollback to the newest revision deployed before the current one. */
export function rollBackToLastSuccessful(
  actor: Actor,
  id: string,
  input: RollbackToLastSuccessful,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueAsPreviewed(actor, id, input, ifMatch, async (release) =>
    planRollback(release, { ...input, targetRevision: await lastSuccessfulRevision(release) }),
  )
}

/** Throws a 422 for a revision that was never recorded; one that Helm has pruned is allowed. */
export async function planRollback(
  release: ReleaseRow,
  { targetRevision, reason, forceConflicts }: Omit<RollbackRelease, "previewDigest">,
): Promise<Plan<RollbackRequest>> {
  rejectSuspended(release.tenant)
  requireInCluster(release)
  const recorded = await recordedRevision(release.id, targetRevision)
  if (recorded === null) {
    throw invalid(
      "/targetRevision",
      `The release ${release.releaseName} has no revision ${targetRevision}; its last is ${release.revision}.`,
      "unknown_revision",
    )
  }
  const { timeoutSeconds } = release
  const request = {
    kind: "ROLLBACK",
    targetRevision,
    timeoutSeconds,
    forceConflicts,
    reason: reason ?? null,
  } as const
  await rejectQuarantinedChange(request, release.id)
  const facts = { ...baseFacts(release), targetRevision, forceConflicts }
  return { request, previewed: { kind: "ROLLBACK", facts } }
}

/** The newest deployed revision other than the current one. Throws a 409 when there is none. */
export async function lastSuccessfulRevision(release: ReleaseRow): Promise<number> {
  const deployed = await lastDeployedRevision(release.id, release.revision)
  if (deployed !== null) return deployed.revision
  throw conflict(
    `No revision of ${release.releaseName} before revision ${release.revision} was ever deployed.`,
    "unknown_revision",
  )
}

/** Enqueues an uninstall; record and history are kept. Also allowed for a suspended tenant. */
export function uninstallRelease(
  actor: Actor,
  id: string,
  input: UninstallRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueAsPreviewed(actor, id, input, ifMatch, async (release) => planUninstall(release, input))
}

export function planUninstall(
  release: ReleaseRow,
  { timeout = release.timeoutSeconds, skipHooks, reason = null }: UninstallOptions,
): Plan<UninstallRequest> {
  return {
    request: { kind: "UNINSTALL", timeoutSeconds: timeout, skipHooks, reason },
    previewed: { kind: "UNINSTALL", facts: { ...baseFacts(release), timeout, skipHooks } },
  }
}

type UninstallOptions = Pick<UninstallRelease, "timeout" | "skipHooks"> & { reason?: string | null }
