import { hasReached, type ReachingRecord } from "@/lib/ledger/deployments/status-transitions"

/** The fields that the rules of a lane (one application in one environment) use. */
export type LaneRecord = ReachingRecord & {
  id: string
  /** Recording order: breaks ties between records of the same instant. */
  seq: number | bigint
  imageTag: string
  artifactDigest: string | null
  gitCommit: string | null
  deployedAt: Date
  rolledBackAt: Date | null
}

/**
 * From this instant on the application no longer runs here; a deployment at exactly this instant comes after the
 * removal.
 */
export type LaneRemoval = { removedAt: Date }

/** All records and removals of a lane, in any order. */
export type LaneHistory<R extends LaneRecord = LaneRecord> = {
  application: string
  environment: string
  records: readonly R[]
  removals: readonly LaneRemoval[]
}

export type ModelFacts = {
  previousImageTag: string | null
  isRollback: boolean
  isFirstArrival: boolean
  undoneByRollback: boolean
}

/** Whether the version ever ran in the environment. */
export const reached = hasReached

/** Sort order within a lane: by deployedAt, then by recording order. */
export function compareInLane(a: LaneRecord, b: LaneRecord): number {
  return a.deployedAt.getTime() - b.deployedAt.getTime() || (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0)
}

/**
 * Computes the facts of each record from its neighbors, in lane order. Deliberately simple: the model that the stored
 * facts are tested against.
 *
 * - previousImageTag: the tag of the preceding record that reached the environment; null if there is none or a removal
 *   lies in between (after that record, and not after this one).
 * - isRollback: this tag was live here before, and first so earlier than the tag it replaces (A→B→A).
 * - isFirstArrival: the first record of its tag that reached the environment.
 * - undoneByRollback: a later rollback returned to the tag that was live right before this record (A→B→C→A: B).
 *
 * Records that did not reach the environment only have a previousImageTag.
 */
export function laneFacts<R extends LaneRecord>(
  records: readonly R[],
  removals: readonly LaneRemoval[],
): (R & ModelFacts)[] {
  const ordered = [...records].sort(compareInLane)
  const facts = ordered.map((record) => ({ ...record, ...factsOf(record, ordered, removals) }))
  for (const rollback of facts.filter((record) => record.isRollback)) {
    const before = facts.filter((record) => reached(record) && compareInLane(record, rollback) < 0)
    const target = before.findLastIndex((record) => record.imageTag === rollback.imageTag)
    const undone = before[target + 1]
    if (undone !== undefined) undone.undoneByRollback = true
  }
  return facts
}

function factsOf(record: LaneRecord, ordered: LaneRecord[], removals: readonly LaneRemoval[]): ModelFacts {
  const before = ordered.filter((other) => reached(other) && compareInLane(other, record) < 0)
  const previous = before.at(-1)
  const cut = previous === undefined || removals.some((removal) => liesBetween(removal, previous, record))
  const previousImageTag = cut ? null : previous.imageTag
  const firstIndex = before.findIndex((other) => other.imageTag === record.imageTag)
  const replaced = before.findIndex((other) => other.imageTag === previousImageTag)
  return {
    previousImageTag,
    isRollback: reached(record) && firstIndex >= 0 && firstIndex < replaced,
    isFirstArrival: reached(record) && firstIndex < 0,
    undoneByRollback: false,
  }
}

function liesBetween(removal: LaneRemoval, previous: LaneRecord, next: LaneRecord): boolean {
  return removal.removedAt > previous.deployedAt && removal.removedAt <= next.deployedAt
}

/**
 * Whether a record that reached the environment was not yet rolled back at `at`. A rolled-back record without a time
 * never counts as live.
 */
function isDeployedAt(record: LaneRecord, at: Date): boolean {
  if (record.status === "DEPLOYED") return true
  return reached(record) && record.rolledBackAt !== null && record.rolledBackAt > at
}

/**
 * The deployment that was live in the lane at an instant: the newest record up to then that was neither rolled back nor
 * removed by then. Null if there is none.
 */
export function currentAt<R extends LaneRecord>(
  records: readonly R[],
  removals: readonly LaneRemoval[],
  at: Date,
): R | null {
  return newestSinceRemoval(
    records.filter((record) => record.deployedAt <= at && isDeployedAt(record, at)),
    removals,
    at,
  )
}

/**
 * The deployment that is live in the lane now: the newest DEPLOYED record that was not removed since. A record may be a
 * few minutes ahead of the clock; one marked rolled back never counts, whatever its time.
 */
export function currentNow<R extends LaneRecord>(
  records: readonly R[],
  removals: readonly LaneRemoval[],
  now: Date,
): R | null {
  return newestSinceRemoval(
    records.filter((record) => record.status === "DEPLOYED"),
    removals,
    now,
  )
}

function newestSinceRemoval<R extends LaneRecord>(
  records: readonly R[],
  removals: readonly LaneRemoval[],
  at: Date,
): R | null {
  const removed = removals.filter(({ removedAt }) => removedAt <= at)
  const since = records.filter((record) => removed.every(({ removedAt }) => record.deployedAt >= removedAt))
  return since.sort(compareInLane).at(-1) ?? null
}
