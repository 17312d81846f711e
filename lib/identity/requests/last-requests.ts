import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { RequestOutcome } from "./outcomes"

type LastRequest = { id: string; at: string; outcome: RequestOutcome }

/** The newest kept request of each token or event source that has one. */
export async function readLastRequests(senderIds: readonly string[]): Promise<Map<string, LastRequest>> {
  const rows = await db().$queryRaw<{ senderId: string; id: string; at: Date; outcome: RequestOutcome }[]>`
    SELECT sender.id AS "senderId", last.id, last.at, last.outcome::text
    FROM unnest(${[...senderIds]}::text[]) AS sender(id)
    CROSS JOIN LATERAL (SELECT r.id, r.at, r.outcome FROM received_request r
      WHERE r.token_id = sender.id ORDER BY r.id DESC LIMIT 1) last`
  return new Map(rows.map(({ senderId, at, ...row }) => [senderId, { ...row, at: toInstant(at) }]))
}
