import { isSameBuild } from "@/lib/ledger/deployments/same-build"
import type { Behind, Drift } from "@/lib/ledger/drift/schema"
import { compareRank, type RankedEnvironment } from "@/lib/ledger/environments/promotion-order"
import { dayMs, toInstant } from "@/lib/platform/instant"
import { tagDifference } from "@/lib/platform/semver/tag"
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
  const cells = lanes.flatMap(({ application, environment, records, removals }): CurrentCell[] => {
    const current = at === null ? currentNow(records, removals, now) : currentAt(records, removals, at)
    if (current === null) return []
    return [{ application, environment, records, ...current, seq: Number(current.seq) }]
  })
  const columns = [...environments].sort(compareRank)
  const rows = [...Map.groupBy(cells, (cell) => cell.application)].sort(([a], [b]) => (a < b ? -1 : 1))
  const behindOf = (cell: CurrentCell, row: CurrentCell[]): Behind | null => {
    const below = belowOf(cell, row, environments)
    if (below === null || isSameBuild(below, cell)) return null
    const daysSince = (from: Date) =>
      Math.max(0, Math.floor(((at ?? now).getTime() - from.getTime()) / dayMs))
    if (cell.imageTag === below.imageTag)
      return { versions: 0, days: daysSince(below.deployedAt), semver: null, build: true }
    const tag = { imageTag: cell.imageTag, arrivedAt: cell.deployedAt }
    const { versions, since } = newerBelow(below.records, tag, at ?? endOfTime)
    const semver = tagDifference(cell.imageTag, below.imageTag)
    return { versions, days: daysSince(since), semver, build: false }
  }
  return {
    environments: columns.map(({ name }) => name),
    applications: rows.map(([application, row]) => ({
      application,
      inSync: row.every((cell) => row.every((other) => isSameBuild(cell, other))),
      cells: columns.map(({ name }) => {
        const cell = row.find(({ environment }) => environment === name)
        return {
          environment: name,
          imageTag: cell?.imageTag ?? null,
          deploymentId: cell?.id ?? null,
          artifactDigest: cell?.artifactDigest ?? null,
          gitCommit: cell?.gitCommit ?? null,
          deployedAt: cell === undefined ? null : toInstant(cell.deployedAt),
          behind: cell === undefined ? null : behindOf(cell, row),
        }
      }),
    })),
  }
}

/** The current deployment of one lane, and the records of that lane. */
type CurrentCell = LaneRecord & {
  application: string
  environment: string
  records: readonly LaneRecord[]
  seq: number
}

/** What became current in the stage below since: the number of tags, and when the first of them did. */
type Newer = { versions: number; since: Date }

/** The newest of the current deployments of the nearest lower stage that runs the application. */
function belowOf(
  cell: CurrentCell,
  row: CurrentCell[],
  environments: readonly RankedEnvironment[],
): CurrentCell | null {
  const rankOf = new Map(environments.map(({ name, rank }) => [name, rank]))
  // Outside the promotion order there is nothing to compare with.
  const rank = (current: CurrentCell) => rankOf.get(current.environment) ?? Number.NaN
  const lower = row.filter((other) => rank(other) < rank(cell))
  const nearest = Math.max(...lower.map(rank))
  const newestFirst = (a: CurrentCell, b: CurrentCell) =>
    b.deployedAt.getTime() - a.deployedAt.getTime() || b.seq - a.seq
  return lower.filter((other) => rank(other) === nearest).sort(newestFirst)[0] ?? null
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
