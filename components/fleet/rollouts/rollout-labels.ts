import type { MaxFailures, Rollout, SkipReason } from "@/lib/fleet/rollouts/schema"
import { formatCount, formatDuration, formatQuantity } from "@/lib/platform/format"

type Counts = Rollout["counts"]

/** Why a release is left out, in a few words; the API's own sentence says more. */
export const skipLabels: Record<SkipReason, string> = {
  not_chosen: "Not chosen",
  up_to_date: "Already there",
  not_installed: "Not installed",
  tenant_suspended: "Tenant suspended",
  change_running: "Another change runs",
  in_no_wave: "In no wave",
  excluded: "Left out by hand",
  major_jump: "Major version",
  failed_before: "Last change failed",
  out_of_band: "Changed out of band",
  aborted: "Aborted before its turn",
  changed_meanwhile: "Changed meanwhile",
}

/** `Upgrade 58 releases in 2 waves, 4 at a time`. */
export function planSummary(
  plan: { upgrades: number; waves: readonly { releases: number }[] },
  concurrency: number,
) {
  const waves = plan.waves.filter(({ releases }) => releases > 0).length
  return `Upgrade ${formatQuantity(plan.upgrades, "release")} in ${formatQuantity(waves, "wave")}, ${paceLabel(concurrency)}`
}

/** `one after the other`, `4 at a time`. */
export function paceLabel(concurrency: number): string {
  return concurrency === 1 ? "one after the other" : `${formatCount(concurrency)} at a time`
}

/** How many failures are allowed; one more pauses. A percentage is of the releases to upgrade; null: any number. */
export function allowedFailures(most: MaxFailures | null, upgrades: number): number | null {
  if (most === null) return null
  if (typeof most === "number") return most
  return Math.floor((Number.parseInt(most, 10) * upgrades) / 100)
}

/** What the threshold does, as a sentence. `upgrades` is null while nobody knows how many there will be. */
export function thresholdLabel(most: MaxFailures | null, upgrades: number | null): string {
  if (most === null) return "However many fail, the rest goes on."
  if (typeof most === "string" && upgrades === null)
    return `It pauses when more than ${most.replace("%", " %")} have failed.`
  const allowed = allowedFailures(most, upgrades ?? 0) ?? 0
  const of =
    typeof most === "string" ? ` (${most.replace("%", " %")} of ${formatCount(upgrades ?? 0)} may fail)` : ""
  if (allowed === 0) return `It pauses at the first failure${of}.`
  return `It pauses at failure number ${formatCount(allowed + 1)}${of}.`
}

/** What baking does, as a sentence. */
export function bakeLabel(seconds: number): string {
  if (seconds === 0) return "The next wave begins as soon as one is done."
  return `When a wave is upgraded, its workloads are watched for ${formatDuration(seconds)} before the next begins; one that is not well counts as failed.`
}

/** Releases that are to be upgraded or were, without those left out. */
export function planned(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.SKIPPED
}

/** Those whose turn is over. */
export function settled(counts: Counts): number {
  return counts.SUCCEEDED + counts.FAILED + counts.ROLLED_BACK
}

/** `12 of 53 done, 1 failed`. */
export function progressLabel(counts: Counts): string {
  const parts = [`${formatCount(settled(counts))} of ${formatCount(planned(counts))} done`]
  if (counts.FAILED > 0) parts.push(`${formatCount(counts.FAILED)} failed`)
  if (counts.ROLLED_BACK > 0) parts.push(`${formatCount(counts.ROLLED_BACK)} rolled back`)
  return parts.join(", ")
}
