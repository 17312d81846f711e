import { compareTexts } from "@/lib/platform/compare-texts"
import { fieldsOf } from "@/lib/platform/fields-of"
import { versionDifference } from "@/lib/platform/semver/tag"
import { compareVersions, parseVersion } from "@/lib/platform/semver/version"
import { type QuarantineReason, quarantinedBy } from "@/lib/policy/quarantine/reason"
import {
  type PlannedRelease,
  plannedReleaseSchema,
  type RolloutOptions,
  type SkipReason,
  type Wave,
} from "./schema"

export type Candidate = {
  releaseId: string
  releaseName: string
  namespace: string
  cluster: string
  tenantId: string
  tenantSlug: string
  tenantName: string
  tenantSuspended: boolean
  tags: Record<string, string>
  repository: string
  chartVersion: string
  /** The active quarantine of a version that it was given but does not run, as that change failed. */
  quarantine: QuarantineReason | null
  revision: number
  /** Helm has the release, or an install is in progress. */
  installed: boolean
  /** A change is queued or running. */
  changing: boolean
  failed: boolean
  outOfBand: boolean
  /** The values of the rollout are already those of the release. */
  hasValues: boolean
}

/** The version that every release gets; null: each keeps its own. */
export type Target = string | null

export type Rules = Pick<RolloutOptions, "waves" | "skip" | "releases">
export type Planned = Omit<PlannedRelease, "current"> & Pick<Candidate, "repository" | "revision">

/** The releases that are not skipped. */
export const upgradesIn = (releases: readonly Planned[]) =>
  releases.filter(({ skipReason }) => skipReason === null)

type Jump = NonNullable<PlannedRelease["jump"]>
type Skip = { reason: SkipReason; detail: string }

/** The largest part of the version that increases; null when the version does not increase. */
export function jumpOf(from: string, to: Target): Jump | null {
  if (to === null || compareVersions(from, to) >= 0) return null
  return versionDifference(parseVersion(from), parseVersion(to))
}

/** The index of the first wave whose selector matches the tags; null: none. */
export function waveOf(waves: readonly Wave[], tags: Record<string, string>): number | null {
  const index = waves.findIndex(({ selector }) =>
    Object.entries(selector).every(([tag, value]) => Object.hasOwn(tags, tag) && tags[tag] === value),
  )
  return index < 0 ? null : index
}

/** Why a release needs no upgrade; null: it does. */
function isUpToDate(
  { chartVersion, hasValues }: Pick<Candidate, "chartVersion" | "hasValues">,
  target: Target,
): string | null {
  if (target === null) return hasValues ? "It already has these values." : null
  const age = compareVersions(chartVersion, target)
  if (age < 0) return null
  return age === 0 ? `It already runs ${chartVersion}.` : `It runs ${chartVersion}, which is newer.`
}

/** Why a release is skipped: the first matching reason, in the order of `skipReasons`; null: it is upgraded. */
export function skipOf(release: Candidate, target: Target, rules: Rules): Skip | null {
  const { chartVersion, tenantSlug, quarantine } = release
  const { skip } = rules
  const upToDate = isUpToDate(release, target)
  const excluded = skip.tenants.includes(release.tenantId)
    ? `The tenant ${tenantSlug} is excluded.`
    : "The release is excluded."
  const reasons: [SkipReason, boolean, string][] = [
    [
      "not_chosen",
      rules.releases !== undefined && !rules.releases.includes(release.releaseId),
      "It is not among the selected releases.",
    ],
    ["up_to_date", upToDate !== null, upToDate ?? ""],
    ["not_installed", !release.installed, "It is not installed."],
    ["tenant_suspended", release.tenantSuspended, `The tenant ${tenantSlug} is suspended.`],
    [
      "quarantined",
      target === null && quarantine !== null,
      quarantine === null ? "" : `${chartVersion} ${quarantinedBy(quarantine)}`,
    ],
    ["change_running", release.changing, "Another change is queued or running."],
    [
      "in_no_wave",
      waveOf(rules.waves, release.tags) === null,
      `The tags of the tenant ${tenantSlug} match no wave.`,
    ],
    [
      "excluded",
      skip.tenants.includes(release.tenantId) || skip.releases.includes(release.releaseId),
      excluded,
    ],
    [
      "major_jump",
      skip.majorJumps && jumpOf(chartVersion, target) === "major",
      `The major version would change: ${chartVersion} to ${target}.`,
    ],
    ["failed_before", skip.failed && release.failed, "Its last change failed."],
    ["out_of_band", skip.outOfBand && release.outOfBand, "Its last revision was created outside Slipway."],
  ]
  const first = reasons.find(([, applies]) => applies)
  return first === undefined ? null : { reason: first[0], detail: first[2] }
}

/** Every release with its wave, jump and skip reason, in rollout order. */
export function arrange(candidates: readonly Candidate[], target: Target, rules: Rules): Planned[] {
  const planned = candidates.map((release): Planned => {
    const skip = skipOf(release, target, rules)
    return {
      ...fieldsOf(plannedReleaseSchema, release),
      repository: release.repository,
      revision: release.revision,
      wave: waveOf(rules.waves, release.tags),
      fromVersion: release.chartVersion,
      toVersion: target ?? release.chartVersion,
      jump: jumpOf(release.chartVersion, target),
      skipReason: skip?.reason ?? null,
      skipDetail: skip?.detail ?? null,
    }
  })
  return planned.sort(inOrder)
}

const last = Number.MAX_SAFE_INTEGER

function inOrder(one: Planned, other: Planned): number {
  return (
    (one.wave ?? last) - (other.wave ?? last) ||
    compareTexts(one.tenantSlug, other.tenantSlug) ||
    compareTexts(one.releaseName, other.releaseName) ||
    compareTexts(one.releaseId, other.releaseId)
  )
}
