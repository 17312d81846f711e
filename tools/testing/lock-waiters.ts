import { db, outsideTransaction } from "@/lib/platform/db/transaction"

/** The number of statements waiting for a lock; can be called inside the transaction that holds it. */
export function lockWaiters(): Promise<number> {
  return outsideTransaction(async () => {
    const [row] = await db().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return row?.count ?? 0
  })
}
