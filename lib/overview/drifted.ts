import type { Comparison, CurrentCell, Newer } from "@/lib/drift/compare-cells"
import type { Behind } from "@/lib/drift/schema"
import { semverDifference } from "@/lib/drift/semver-difference"
import { toInstant } from "@/lib/instant"

const dayMs = 86_400_000
const manyVersions = 10
const manyDays = 30

/** A current deployment that is behind the rung below, since when and how far. */
export type BehindCell = { cell: CurrentCell; since: string; drift: Behind }

export function behindOf({ cell, below }: Comparison, newer: Newer | null, now: Date): BehindCell {
  const since = newer?.since ?? cell.deployedAt
  return {
    cell,
    since: toInstant(since),
    drift: {
      versions: newer?.versions ?? 1,
      days: Math.max(0, Math.floor((now.getTime() - since.getTime()) / dayMs)),
      semver: semverDifference(cell.imageTag, below.imageTag),
    },
  }
}

/** Those too far behind to be on their way: by versions or by days, the furthest first. */
export function driftedOf(behind: readonly BehindCell[]): BehindCell[] {
  return behind
    .filter(({ drift }) => drift.versions >= manyVersions || drift.days >= manyDays)
    .sort((a, b) => b.drift.versions - a.drift.versions || b.drift.days - a.drift.days)
}
