import type { DensityCell } from "@/components/ledger/timeline/density"
import type { LaneHead } from "@/components/ledger/timeline/lane-heads"
import { type LaneKind, totalOf } from "@/components/ledger/timeline/mark"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { formatQuantity } from "@/lib/platform/format"

interface LaneFilter {
  lanes: LaneKind
  environment: string | null
  application: string | null
}

/** A lane with less than this share of the busiest lane's records gets one line. */
const smallShare = 0.005

/** The number of records in each lane. */
export function laneTotals(cells: readonly DensityCell[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { lane, counts } of cells) totals.set(lane, (totals.get(lane) ?? 0) + totalOf(counts))
  return totals
}

/** The lanes to draw, with what each contains. Environments keep promotion order, applications are sorted by name. */
export function laneHeads(
  all: readonly LaneName[],
  { lanes: kind, ...filter }: LaneFilter,
  totals: ReadonlyMap<string, number>,
): LaneHead[] {
  const kept = all.filter(
    (lane) =>
      (filter.environment === null || lane.environment === filter.environment) &&
      (filter.application === null || lane.application === filter.application),
  )
  const busiest = Math.max(0, ...totals.values())
  const other: LaneKind = kind === "environment" ? "application" : "environment"
  const heads = [...Map.groupBy(kept, (lane) => lane[kind])].map(([name, lanes]) => ({
    name,
    small: (totals.get(name) ?? 0) < busiest * smallShare,
    note: lanes.length === 1 ? (lanes[0]?.[other] ?? "") : formatQuantity(lanes.length, other),
  }))
  return kind === "environment" ? heads : heads.sort((a, b) => a.name.localeCompare(b.name, "en"))
}
