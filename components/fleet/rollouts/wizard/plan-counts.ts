import type { PlannedRelease, SkipReason } from "@/lib/fleet/rollouts/schema"

type Jump = NonNullable<PlannedRelease["jump"]>
const jumps: readonly Jump[] = ["major", "minor", "patch", "prerelease"]

/** The number of planned upgrades by size of the version jump, largest first. */
export function jumpsOf(releases: readonly Pick<PlannedRelease, "jump" | "skipReason">[]): [Jump, number][] {
  const upgraded = releases.filter(({ skipReason }) => skipReason === null)
  return jumps
    .map((jump): [Jump, number] => [jump, upgraded.filter((release) => release.jump === jump).length])
    .filter(([, count]) => count > 0)
}

/** The number of skipped releases by reason, most frequent first. */
export function skipsOf(releases: readonly Pick<PlannedRelease, "skipReason">[]): [SkipReason, number][] {
  const counts = new Map<SkipReason, number>()
  for (const { skipReason } of releases) {
    if (skipReason !== null) counts.set(skipReason, (counts.get(skipReason) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one)
}
