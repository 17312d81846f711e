import { db } from "@/lib/platform/db/transaction"

/** Rollouts that may have work to do: those in progress, and those with an operation whose outcome is not recorded. */
export async function listOpenRollouts(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM rollout WHERE state IN ('RUNNING', 'ROLLING_BACK')
    UNION SELECT rollout_id FROM rollout_release WHERE state = 'RUNNING'
    ORDER BY id`
  return rows.map(({ id }) => id)
}
