import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** One application in one environment. */
export type Lane = { application: string; environmentId: string }

/** A place in a lane: by time, then by order of recording. */
export type LanePosition = { deployedAt: Date; seq: bigint }

/** Places as a relation with the columns deployed_at and seq. */
export function placesSql(places: readonly LanePosition[]): Prisma.Sql {
  const times = places.map(({ deployedAt }) => deployedAt.toISOString())
  const seqs = places.map(({ seq }) => seq)
  return Prisma.sql`
    SELECT deployed_at, seq FROM unnest(${times}::timestamptz[], ${seqs}::bigint[]) AS place(deployed_at, seq)`
}

/** After every record of the same instant: where a record not yet stored will stand. */
export const newestSeq = 2n ** 63n - 1n

/** Before every record of the same instant. */
export const oldestSeq = 0n

/** Holds the lane until the transaction ends, so that its records' facts are worked out by one writer at a time. */
export async function lockLane(lane: Lane): Promise<void> {
  if (await lockKnownLane(lane)) return
  await db().$executeRaw`
    INSERT INTO lane (application, environment_id) VALUES (${lane.application}, ${lane.environmentId}::uuid)
    ON CONFLICT DO NOTHING`
  await lockKnownLane(lane)
}

/** Like `lockLane`, but answers false where the application was never deployed in the environment. */
export async function lockKnownLane(lane: Lane): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM lane WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
    FOR UPDATE`
  return rows.length > 0
}
