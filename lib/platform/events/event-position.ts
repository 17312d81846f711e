import { z } from "zod"
import { db } from "@/lib/platform/db/transaction"

/**
 * The position of a stream, encoded as the id of its last event. Everything up to (xid, id) has been delivered in this
 * order, and of later events everything below `horizon`, the oldest transaction that was open then.
 */
type EventPosition = {
  xid: bigint
  id: bigint
  horizon: bigint
  at: Date
}

const oldestMs = 50 * 60_000
const wholeNumber = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt)
const encodedPosition = z.tuple([wholeNumber, wholeNumber, wholeNumber, z.int().min(0)])

export function encodePosition({ xid, id, horizon, at }: EventPosition): string {
  return Buffer.from(JSON.stringify([`${xid}`, `${id}`, `${horizon}`, at.getTime()])).toString("base64url")
}

/** Null if the position is invalid, or so old that later events may have been deleted. */
export function decodePosition(text: string): EventPosition | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"))
    const [xid, id, horizon, at] = encodedPosition.parse(parsed)
    return Date.now() - at > oldestMs ? null : { xid, id, horizon, at: new Date(at) }
  } catch {
    return null
  }
}

/** The current position of the event stream: a subscriber from here on receives everything committed afterwards. */
export async function readPosition(): Promise<string> {
  const [row] = await db().$queryRaw<{ horizon: string }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon`
  const horizon = BigInt(row?.horizon ?? 0)
  return encodePosition({ xid: horizon, id: 0n, horizon, at: new Date() })
}
