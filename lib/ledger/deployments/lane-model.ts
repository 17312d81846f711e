import { hasReached, type ReachingRecord } from "./status-transitions"

/** What the rules of a lane (one application in one environment) look at. */
export type LaneRecord = ReachingRecord & {
  id: string
  /** Order of recording: settles records of one instant. */
  seq: number | bigint
  imageTag: string
  artifactDigest: string | null
  gitCommit: string | null
  deployedAt: Date
  rolledBackAt: Date | null
}

/** From this instant on the application does not run here; a deployment of the very same instant comes after it. */
export type LaneRemoval = { removedAt: Date }

/** Everything that ever happened in a lane, in any order. */
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

/** The order within a lane: by deployedAt, then by recording. */
export function compareInLane(a: LaneRecord, b: LaneRecord): number {
  return a.deployedAt.getTime() - b.deployedAt.getTime() || (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0)
}

/**
 * What the neighbours in its lane say about each record, in lane order. Plain on purpose: the model that the stored
 * facts are tested against.
 *
 * - previousImageTag: the tag of the reached record right before; null when there is none or a removal lies between
 *   (after the one before, not after this one).
 * - isRollback: this tag was live here before, first before the tag it replaces first was (facts/metrics: A→B→A).
 * - isFirstArrival: the first reached record of its tag.
 * - undoneByRollback: a later rollback went back to the tag that was live right before this record (A→B→C→A: B).
 *
 * Records that did not reach the environment have the tag before them, and nothing else.
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
  const own = before.findIndex((other) => other.imageTag === record.imageTag)
  const replaced = before.findIndex((other) => other.imageTag === previousImageTag)
  return {
    previousImageTag,
    isRollback: reached(record) && own >= 0 && own < replaced,
    isFirstArrival: reached(record) && own < 0,
    undoneByRollback: false,
  }
}

function liesBetween(removal: LaneRemoval, previous: LaneRecord, next: LaneRecord): boolean {
  return removal.removedAt > previous.deployedAt && removal.removedAt <= next.deployedAt
}

/** Whether a reached record had been taken back by `at`. One that says no time never stood. */
export function stands(record: LaneRecord, at: Date): boolean {
  if (record.status === "DEPLOYED") return true
  return reached(record) && record.rolledBackAt !== null && record.rolledBackAt > at
}

/**
 * What ran in the lane at an instant: the newest record of then that had not been rolled back by then and was not
 * removed since. Null when nothing did.
 */
export function currentAt<R extends LaneRecord>(
  records: readonly R[],
  removals: readonly LaneRemoval[],
  at: Date,
): R | null {
  return newestSinceRemoval(
    records.filter((record) => record.deployedAt <= at && stands(record, at)),
    removals,
    at,
  )
}

/**
 * What runs in the lane now: the newest DEPLOYED record that was not removed since. A record may be a few minutes
 * ahead of the clock, and one that is marked rolled back is gone whatever time it says.
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
