import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** One application in one environment. */
export type Lane = { application: string; environmentId: string }

/** A position in a lane: by time, then by recording order. */
export type LanePosition = { deployedAt: Date; seq: bigint }

/**
 * Whether two relations with the columns image_tag, artifact_digest and git_commit are the same build: the SQL
 * equivalent of `isSameBuild`.
 */
export function sameBuildSql(a: string, b: string): Prisma.Sql {
  return Prisma.raw(`(${a}.image_tag = ${b}.image_tag
    AND COALESCE(${a}.artifact_digest = ${b}.artifact_digest, true)
    AND COALESCE(starts_with(${a}.git_commit, ${b}.git_commit) OR starts_with(${b}.git_commit, ${a}.git_commit), true))`)
}

/** Positions as a relation with the columns deployed_at and seq. */
export function positionsSql(positions: readonly LanePosition[]): Prisma.Sql {
  const times = positions.map(({ deployedAt }) => deployedAt.toISOString())
  const seqs = positions.map(({ seq }) => seq)
  return Prisma.sql`
    SELECT deployed_at, seq FROM unnest(${times}::timestamptz[], ${seqs}::bigint[]) AS place(deployed_at, seq)`
}

/** Sorts after every record of the same instant: the position of a record that is not stored yet. */
export const newestSeq = 2n ** 63n - 1n

/** Sorts before every record of the same instant. */
export const oldestSeq = 0n

/** Locks the lane until the transaction ends, so that only one writer at a time computes the facts of its records. */
export async function lockLane(lane: Lane): Promise<void> {
  if (await lockKnownLane(lane)) return
  await db().$executeRaw`
    INSERT INTO lane (application, environment_id) VALUES (${lane.application}, ${lane.environmentId}::uuid)
    ${orLockLaneSql}`
}

/**
 * The end of the insertion of a lane: an existing lane is locked instead, in the same statement, because annulling its
 * last record deletes a lane.
 */
export const orLockLaneSql = Prisma.sql`
  ON CONFLICT (application, environment_id) DO UPDATE SET application = EXCLUDED.application WHERE false`

/** Like `lockLane`, but returns false if the application was never deployed in the environment. */
export async function lockKnownLane(lane: Lane): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM lane WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
    FOR UPDATE`
  return rows.length > 0
}

/** The records a query covers: one application or all, the requested or visible environments, a half-open window. */
export type RecordWindow = {
  application: string | null
  environmentIds: readonly string[]
  from: Date
  /** Exclusive. */
  to: Date
}

/** The window as a condition on `deployment d`. */
export function windowSql({ application, environmentIds, from, to }: RecordWindow): Prisma.Sql {
  const [firstId, ...otherIds] = environmentIds
  // An equality on a single environment lets the index return rows in time order.
  const inEnvironments =
    firstId !== undefined && otherIds.length === 0
      ? Prisma.sql`d.environment_id = ${firstId}::uuid`
      : Prisma.sql`d.environment_id = ANY(${[...environmentIds]}::uuid[])`
  const isOfApplication = application === null ? Prisma.sql`true` : Prisma.sql`d.application = ${application}`
  return Prisma.sql`${isOfApplication} AND ${inEnvironments}
    AND d.deployed_at >= ${from}::timestamptz AND d.deployed_at < ${to}::timestamptz`
}

/** Why `deployment d` has no known duration; null: it has one. Mirrors `durationOf`. */
export const durationReasonSql = Prisma.sql`CASE
  WHEN d.completed_at IS NULL OR NOT (d.start_reported OR (d.deployed_at_given AND d.completed_at_given)) THEN 'unknown'
  WHEN d.start_reported AND d.completed_at - d.deployed_at > interval '1 day' THEN 'closedLate' END`
