import { behindOf, type Comparison, type CurrentCell, type Newer } from "@/lib/ledger/drift/compare-cells"
import type { Behind } from "@/lib/ledger/drift/schema"
import { toInstant } from "@/lib/platform/instant"

const manyVersions = 10
const manyDays = 30

/** A current deployment that is behind the stage below, since when and by how much. */
export type BehindCell = { cell: CurrentCell; since: string; drift: Behind }

export function behindCellOf(comparison: Comparison, known: Newer | null, now: Date): BehindCell {
  const { cell, below } = comparison
  const newer = known ?? { versions: 1, since: cell.deployedAt }
  const drift = behindOf(comparison, newer, now)
  return { cell, since: toInstant(drift.build ? below.deployedAt : newer.since), drift }
}

/** Those too far behind to be in transit: by versions or days, the furthest behind first. */
export function driftedOf(behind: readonly BehindCell[]): BehindCell[] {
  return behind
    .filter(({ drift }) => drift.versions >= manyVersions || drift.days >= manyDays)
    .sort((a, b) => b.drift.versions - a.drift.versions || b.drift.days - a.drift.days)
}
