import { db } from "@/lib/db/transaction"

/** One application in one environment. */
export type Lane = { application: string; environmentId: string }

/** A place in a lane: by time, then by order of recording. */
export type LanePosition = { deployedAt: Date; seq: bigint }

/** After every record of the same instant: where a record not yet stored will stand. */
export const newestSeq = 2n ** 63n - 1n

/** Holds the lane until the transaction ends, so that its records' facts are worked out by one writer at a time. */
export async function lockLane(lane: Lane): Promise<void> {
  if (await lockExisting(lane)) return
  await db().$executeRaw`
    INSERT INTO lane (application, environment_id) VALUES (${lane.application}, ${lane.environmentId}::uuid)
    ON CONFLICT DO NOTHING`
  await lockExisting(lane)
}

async function lockExisting(lane: Lane): Promise<boolean> {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM lane WHERE application = ${lane.application} AND environment_id = ${lane.environmentId}::uuid
    FOR UPDATE`
  return rows.length > 0
}
