import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { planUpgrade } from "@/lib/fleet/releases/change-release"
import { findRelease } from "@/lib/fleet/releases/find-release"
import { type Previewed, previewDigestOf } from "@/lib/fleet/releases/preview-digest"
import { restoreMasked } from "@/lib/fleet/releases/restore-masked"
import type { UpgradeRelease } from "@/lib/fleet/releases/schema"
import { openBudget, openValues } from "@/lib/fleet/values/open-values"
import type { ValueAt } from "@/lib/fleet/values/schema"
import { onlyPathOf } from "@/lib/fleet/values/set-values"
import { formatValuesPath, parseKeyPaths, type ValuesPath } from "@/lib/fleet/values/values-path"
import type { Actor } from "@/lib/identity/auth/actor"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { DomainError, type FieldError, invalid } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { joinFaults, keysOf } from "@/lib/platform/pointer"
import { rejectQuarantined } from "@/lib/policy/quarantine/reject-quarantined"
import { arrange, type Planned, type Target, upgradesIn } from "./plan-rules"
import { readCandidates } from "./read-candidates"
import { type PreviewRollout, plannedReleaseSchema, type RolloutOptions, type RolloutPlan } from "./schema"

export type Plan = {
  chartName: string
  repository: string | null
  targetVersion: Target
  releases: Planned[]
  /** The chart in the versions to upgrade to; for a target version, from one of the repositories. */
  charts: [OpenedChart, ...OpenedChart[]]
}

/**
 * The effect of a rollout, and all validation before it starts: a 422 for the chart, its version, the values or the
 * selected releases, a 409 for a quarantined target. Takes a few queries, regardless of the number of releases, unless
 * the values of each decide.
 */
export async function planRollout(
  actor: Actor,
  reference: string,
  target: Target,
  options: RolloutOptions,
): Promise<Plan & { previewed: Previewed }> {
  const candidateRead = readCandidates(actor, reference, target, options)
  const arranged = candidateRead
    .catch(() => readCandidates(actor, reference, target, { ...options, releases: undefined }))
    .then((candidates) => arrange(candidates, target, options))
  const [, , , charts] = await collectFaults([
    check(() => requireChange(target, options)),
    check(() => restoreMasked(options.valuesOverride)),
    candidateRead,
    arranged.then((releases) => openTargets(reference, target, releases)),
  ])
  const releases = await arranged
  const { repository, chartName } = parseChartReference(reference)
  if (target !== null) await rejectQuarantined({ chartName, chartVersion: target })
  await checkOnOne(actor, releases, upgradeOf(target, options))
  const plan = { repository, chartName, targetVersion: target, releases, charts }
  return { ...plan, previewed: previewedRollout(plan, options) }
}

function requireChange(target: Target, { valuesOverride, valuesReset }: RolloutOptions): void {
  if (target !== null || Object.keys(valuesOverride).length + valuesReset.length > 0) return
  throw invalid(
    "/targetVersion",
    "targetVersion is required, unless valuesOverride or valuesReset changes something.",
  )
}

export function upgradeOf(
  target: Target,
  options: Pick<RolloutOptions, "valuesOverride" | "valuesReset" | "timeout" | "atomic" | "waitForJobs">,
  description?: string,
): UpgradeRelease {
  const { valuesOverride, valuesReset, timeout, atomic, waitForJobs } = options
  return {
    chartVersion: target ?? undefined,
    valuesOverride,
    valuesReset,
    description,
    timeout,
    atomic,
    waitForJobs,
    valuesMode: "reset-then-reuse",
    forceConflicts: false,
  }
}

/**
 * The maximum number of versions checked in a rollout that keeps versions; a release of another version that cannot be
 * upgraded fails when it is started.
 */
const maxOpened = 20

/**
 * The target from any repository with the version; if only some have it, releases from the others fail when they are
 * started. Without a target, the current versions of the releases.
 */
async function openTargets(
  reference: string,
  target: Target,
  releases: readonly Planned[],
): Promise<Plan["charts"]> {
  const { repository, chartName } = parseChartReference(reference)
  const planned = upgradesIn(releases)
  const named = planned.length > 0 ? planned : releases
  const versions = new Map(
    named.map((release): [string, { repository: string | null; version: string }] => {
      const version = target ?? release.fromVersion
      return [`${release.repository} ${version}`, { repository: release.repository, version }]
    }),
  )
  if (target !== null && versions.size === 0) versions.set("", { repository, version: target })
  if (versions.size === 0)
    throw invalid("/chartName", `There is no release of ${reference} whose values could be changed.`)
  const opened = await Promise.allSettled(
    [...versions.values()].slice(0, maxOpened).map((version) => openChart({ ...version, name: chartName })),
  )
  const [first, ...others] = opened.flatMap((version) =>
    version.status === "fulfilled" ? [version.value] : [],
  )
  if (first !== undefined) return target === null ? [first, ...others] : [first]
  const failure = opened.find((version) => version.status === "rejected")
  throw toTargetError(failure?.reason)
}

/** Maps the field /chartVersion of a single upgrade to /targetVersion of a rollout. */
function toTargetError(error: unknown): unknown {
  if (!(error instanceof DomainError)) return error
  const errors = error.details.errors?.map(
    ({ pointer, message }): FieldError => ({
      pointer: pointer === "/chartVersion" ? "/targetVersion" : pointer,
      message,
    }),
  )
  return new DomainError(error.kind, error.message, { ...error.details, errors })
}

/**
 * Validates the values against the first release to be upgraded. Only errors caused by the override are reported; errors in
 * a release's own values fail that release later.
 */
async function checkOnOne(
  actor: Actor,
  releases: readonly Planned[],
  upgrade: UpgradeRelease,
): Promise<void> {
  const [first] = upgradesIn(releases)
  if (first === undefined || Object.keys(upgrade.valuesOverride).length === 0) return
  try {
    await planUpgrade(await findRelease(actor, first.releaseId), upgrade)
  } catch (error) {
    if (!(error instanceof DomainError) || error.details.code !== "values_refused") return
    const errors = (error.details.errors ?? []).filter(({ pointer }) => isSent(upgrade, pointer))
    if (errors.length === 0) return
    throw new DomainError("invalid", `The values do not match the chart's schema. ${joinFaults(errors)}`, {
      code: "values_refused",
      errors,
    })
  }
}

/** Whether a pointer leads to a value in the request. */
function isSent(request: unknown, pointer: string): boolean {
  let value = request
  for (const key of keysOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false
    value = Reflect.get(value, key)
  }
  return true
}

/** Previews a rollout: the affected releases with versions and waves, and the skipped ones with reasons. */
export async function previewRollout(
  actor: Actor,
  { chartName: reference, targetVersion: version, ...options }: PreviewRollout,
): Promise<RolloutPlan> {
  const plan = await planRollout(actor, reference, version ?? null, options)
  const { chartName, repository, targetVersion, releases } = plan
  const path = onlyPathOf(options.valuesOverride, parseKeyPaths(options.valuesReset))
  const current = path === null ? new Map() : await readCurrent(actor, plan, path)
  const upgrades = upgradesIn(releases)
  return {
    chartName,
    repository,
    targetVersion,
    path: path === null ? null : formatValuesPath(path),
    upgrades: upgrades.length,
    skips: releases.length - upgrades.length,
    waves: options.waves.map((wave, index) => ({
      ...wave,
      releases: upgrades.filter((release) => release.wave === index).length,
    })),
    releases: releases.map((planned) => ({
      ...fieldsOf(plannedReleaseSchema, planned),
      current: current.get(planned.releaseId) ?? null,
    })),
    previewDigest: previewDigestOf(plan.previewed),
  }
}

/** The current values at the path of the releases that would be upgraded or already have the new value. */
async function readCurrent(
  actor: Actor,
  { releases }: Plan,
  path: ValuesPath,
): Promise<Map<string, ValueAt>> {
  const listed = releases
    .filter(({ skipReason }) => skipReason === null || skipReason === "up_to_date")
    .map(({ releaseId: id }) => ({ id }))
  const current = new Map<string, ValueAt>()
  for await (const { opened } of openValues(actor, path, listed, openBudget(2_000, 16))) {
    for (const { id, at } of opened) current.set(id, at)
  }
  return current
}

/** The facts that determine the effect of a rollout: the request, the chart, and the current state of each release. */
function previewedRollout(plan: Plan, options: RolloutOptions): Previewed {
  const { repository, chartName, targetVersion, charts, releases } = plan
  const { description: _description, ...sent } = options
  const upgrades = upgradesIn(releases).map(({ releaseId, revision, wave }) => [releaseId, revision, wave])
  return {
    kind: "ROLLOUT",
    facts: {
      ...sent,
      chart: `${repository ?? ""}/${chartName}`,
      chartVersion: targetVersion,
      chartDigest: targetVersion === null ? charts.map(({ digest }) => digest).sort() : charts[0].digest,
      releases: upgrades,
    },
  }
}
