import { db } from "@/lib/platform/db/transaction"
import { encodePosition } from "./event-position"

/** The current position of the event stream: a subscriber from here on receives everything committed afterwards. */
export async function readPosition(): Promise<string> {
  const [row] = await db().$queryRaw<{ horizon: string }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`
  const horizon = BigInt(row?.horizon ?? 0)
  return encodePosition({ xid: horizon, id: 0n, horizon, at: new Date() })
}
