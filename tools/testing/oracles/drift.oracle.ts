import { type CurrentCell, driftOf, type Newer } from "@/lib/ledger/drift/compare-cells"
import type { Drift } from "@/lib/ledger/drift/schema"
import type { RankedEnvironment } from "@/lib/ledger/environments/promotion-order"
import {
  compareInLane,
  currentAt,
  currentNow,
  type LaneHistory,
  type LaneRecord,
  reached,
} from "./lane.oracle"

const endOfTime = new Date(8.64e15)

/**
 * The whole drift response as of an instant, or now if `at` is null, from all records: the model that the SQL is tested
 * against.
 */
export function driftModel(
  environments: readonly RankedEnvironment[],
  lanes: readonly LaneHistory[],
  at: Date | null,
  now: Date,
): Drift {
  const cells = lanes.flatMap((lane): CurrentCell[] => {
    const current =
      at === null ? currentNow(lane.records, lane.removals, now) : currentAt(lane.records, lane.removals, at)
    if (current === null) return []
    const { id, imageTag, artifactDigest, gitCommit, deployedAt, seq } = current
    return [
      {
        application: lane.application,
        environment: lane.environment,
        deploymentId: id,
        imageTag,
        artifactDigest,
        gitCommit,
        deployedAt,
        seq: Number(seq),
      },
    ]
  })
  const recordsOf = ({ application, environment }: CurrentCell) =>
    lanes.find((lane) => lane.application === application && lane.environment === environment)?.records ?? []
  return driftOf(
    environments,
    cells,
    ({ cell, below }) =>
      newerBelow(recordsOf(below), { imageTag: cell.imageTag, arrivedAt: cell.deployedAt }, at ?? endOfTime),
    at ?? now,
  )
}

/**
 * How far the lane below has moved on from a tag, as of `at`. Deliberately simple: the model that the SQL is tested
 * against.
 *
 * - The starting point is the last time the tag became current in the lane below: its last record that reached it, or
 *   the later moment at which everything after that record had been rolled back. For a tag that never reached the lane
 *   it is `arrivedAt`, when the tag arrived in its own cell.
 * - `versions` is the number of distinct tags that reached the lane below after that, including those rolled back
 *   since, because they did become current there. `since` is when the first of them did.
 * - If nothing came after it, the two lanes still differ (the tag was rolled back below, or skipped that lane) by the
 *   one tag that runs there: `versions` is 1 and `since` is the rollback or the arrival.
 */
function newerBelow(
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

/** The records after the lane last returned to `departure` because all later ones were rolled back. */
function afterLastReturn(departure: LaneRecord, later: LaneRecord[], at: Date): LaneRecord[] {
  const returns = later.map(endOf).filter((moment) => {
    const arrived = later.filter((record) => record.deployedAt.getTime() <= moment)
    const allGone = arrived.every((record) => endOf(record) <= moment)
    return moment <= at.getTime() && allGone && endOf(departure) > moment
  })
  return later.filter((record) => returns.every((moment) => record.deployedAt.getTime() > moment))
}

/** When a record that reached the lane was rolled back, in milliseconds; Infinity if it was not. */
function endOf(record: LaneRecord): number {
  if (record.status === "DEPLOYED") return Number.POSITIVE_INFINITY
  return Math.max(record.deployedAt.getTime(), record.rolledBackAt?.getTime() ?? 0)
}
