import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** One application in one environment. */
export type Lane = { application: string; environmentId: string }

/** A position in a lane: by time, then by recording order. */
export type LanePosition = { deployedAt: Date; seq: bigint }

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

/** Locks a lane that exists in the same statement, because annulling its last record deletes a lane. */
export const orLockLaneSql = Prisma.sql`
  ON CONFLICT (application, environment_id) DO UPDATE SET application = EXCLUDED.application WHERE false`

/** Deletes those of these lanes whose last record was removed. The caller must hold their locks. */
export async function deleteEmptyLanes(lanes: readonly Lane[]): Promise<void> {
  await db().$executeRaw`
    DELETE FROM lane l
    USING unnest(${lanes.map((lane) => lane.application)}::text[], ${lanes.map((lane) => lane.environmentId)}::uuid[])
      AS held(application, environment_id)
    WHERE l.application = held.application AND l.environment_id = held.environment_id AND NOT EXISTS (
      SELECT 1 FROM deployment d WHERE d.application = l.application AND d.environment_id = l.environment_id)`
}

/** Like `lockLane`, but returns false if the application was never deployed in the environment. */
export async function lockKnownLane(lane: Lane): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM lane WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
    FOR UPDATE`
  return rows.length > 0
}
