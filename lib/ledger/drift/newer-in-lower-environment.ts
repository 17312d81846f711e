import { compareInLane, type LaneRecord, reached } from "@/lib/ledger/deployments/lane-model"
import type { Newer } from "./compare-cells"

/**
 * How far the lane below has gone on from a tag, as of `at`. Plain on purpose: the model of the SQL.
 *
 * - The point of departure is the last time the tag became current in the lane below: its last reached record there,
 *   or the later moment at which everything after that record had been rolled back. A tag that never reached the lane
 *   departs from `arrivedAt`, when it came to its own cell.
 * - `versions` = the distinct tags that reached the lane below after it, also those rolled back since: they did become
 *   current there. `since` = when the first of them did.
 * - When nothing came after it the two lanes still differ (the tag was rolled back below, or skipped it), by the one
 *   tag that runs there: `versions` is 1, `since` the rollback or the arrival.
 */
export function newerBelow(
  below: readonly LaneRecord[],
  { imageTag, arrivedAt }: { imageTag: string; arrivedAt: Date },
  at: Date,
): Newer {
  const history = below.filter((record) => reached(record) && record.deployedAt <= at).sort(compareInLane)
  const departure = history.findLast((record) => record.imageTag === imageTag)
  const after =
    departure === undefined
      ? history.filter((record) => record.deployedAt > arrivedAt)
      : afterLastReturn(
          departure,
          history.filter((record) => compareInLane(record, departure) > 0),
          at,
        )
  const [first] = after
  if (first !== undefined) {
    return { versions: new Set(after.map((record) => record.imageTag)).size, since: first.deployedAt }
  }
  return { versions: 1, since: departure === undefined ? arrivedAt : new Date(endOf(departure)) }
}

/** The records that came after the lane last fell back to `departure` because all of the later ones were taken back. */
function afterLastReturn(departure: LaneRecord, later: LaneRecord[], at: Date): LaneRecord[] {
  const returns = later.map(endOf).filter((moment) => {
    const arrived = later.filter((record) => record.deployedAt.getTime() <= moment)
    const allGone = arrived.every((record) => endOf(record) <= moment)
    return moment <= at.getTime() && allGone && endOf(departure) > moment
  })
  return later.filter((record) => returns.every((moment) => record.deployedAt.getTime() > moment))
}

/** When a reached record was taken back, in milliseconds; never for one that stands. */
function endOf(record: LaneRecord): number {
  if (record.status === "DEPLOYED") return Number.POSITIVE_INFINITY
  return Math.max(record.deployedAt.getTime(), record.rolledBackAt?.getTime() ?? 0)
}
