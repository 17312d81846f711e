import type { MaxFailures, Rollout, SkipReason } from "@/lib/fleet/rollouts/schema"
import { formatCount, formatDuration, formatQuantity } from "@/lib/platform/format"

type Counts = Rollout["counts"]

/** Why a release is skipped, in a few words; the API returns a longer message. */
export const skipLabels: Record<SkipReason, string> = {
  not_chosen: "Not selected",
  up_to_date: "Up to date",
  not_installed: "Not installed",
  tenant_suspended: "Tenant suspended",
  quarantined: "Quarantined",
  change_running: "Another change is running",
  in_no_wave: "Not in a wave",
  excluded: "Excluded manually",
  major_jump: "Major version",
  failed_before: "Last change failed",
  out_of_band: "Changed out of band",
  aborted: "Rollout aborted",
  changed_meanwhile: "Changed since planning",
}

/** Replaces the version in the URL of the wizard: each release keeps its own, and only values change. */
export const keptVersion = "keep"

/** The target of a rollout; without a version it changes values only. */
export const targetLabel = (targetVersion: string | null): string => targetVersion ?? "new values"

export const verbOf = ({ targetVersion }: { targetVersion: string | null }): string =>
  targetVersion === null ? "Change" : "Upgrade"

/** `Upgrade 58 releases in 2 waves, 4 at a time`. */
export function planSummary(
  plan: { upgrades: number; waves: readonly { releases: number }[]; targetVersion: string | null },
  concurrency: number,
) {
  const waves = plan.waves.filter(({ releases }) => releases > 0).length
  return `${verbOf(plan)} ${formatQuantity(plan.upgrades, "release")} in ${formatQuantity(waves, "wave")}, ${paceLabel(concurrency)}`
}

/** `one at a time`, `4 at a time`. */
export function paceLabel(concurrency: number): string {
  return concurrency === 1 ? "one at a time" : `${formatCount(concurrency)} at a time`
}

/** The number of allowed failures; one more pauses. A percentage refers to the planned upgrades; null: any number. */
export function allowedFailures(maxFailures: MaxFailures | null, upgrades: number): number | null {
  if (maxFailures === null) return null
  if (typeof maxFailures === "number") return maxFailures
  return Math.floor((Number.parseInt(maxFailures, 10) * upgrades) / 100)
}

/** The effect of the threshold, as a sentence. `upgrades` is null while the number is unknown. */
export function thresholdLabel(maxFailures: MaxFailures | null, upgrades: number | null): string {
  if (maxFailures === null) return "Failures never pause the rollout."
  if (typeof maxFailures === "string" && upgrades === null)
    return `Pauses when more than ${maxFailures} have failed.`
  const allowed = allowedFailures(maxFailures, upgrades ?? 0) ?? 0
  const upgradesText =
    typeof maxFailures === "string" ? ` (${maxFailures} of ${formatCount(upgrades ?? 0)} may fail)` : ""
  if (allowed === 0) return `Pauses at the first failure${upgradesText}.`
  return `Pauses after ${formatCount(allowed + 1)} failures${upgradesText}.`
}

export function bakeLabel(seconds: number): string {
  if (seconds === 0) return "The next wave starts as soon as the previous one is done."
  return `After a wave is upgraded, its workloads are watched for ${formatDuration(seconds)} before the next wave starts; an unhealthy release counts as failed.`
}

/** `12 of 53 done, 1 failed`. */
export const progressLabel = (counts: Counts): string =>
  progressParts(counts)
    .map(({ label }) => label)
    .join(", ")

/** The parts of the progress text; `state`: the state of the releases that a part counts. */
export function progressParts(counts: Counts) {
  const finished = counts.SUCCEEDED + counts.FAILED + counts.ROLLED_BACK
  const planned = finished + counts.RUNNING + counts.PENDING
  const ended = (["FAILED", "ROLLED_BACK"] as const).filter((state) => counts[state] > 0)
  return [
    { label: `${formatCount(finished)} of ${formatCount(planned)} done`, state: null },
    ...ended.map((state) => ({ label: `${formatCount(counts[state])} ${endLabels[state]}`, state })),
  ]
}

const endLabels = { FAILED: "failed", ROLLED_BACK: "rolled back" } as const
