import { db } from "@/lib/platform/db/transaction"
import { inPausedRollout, isAwaited } from "./lease"

/**
 * The next queued operation. Requests by people and pipelines precede those of rollouts, rollbacks and uninstalls precede
 * other changes, and callers alternate, as do the tenants of one caller. Null: the queue is empty.
 */
export async function nextOperation(input: {
  previews: boolean
  holder: string
  /** The maximum number of rollout operations this worker runs at a time, which keeps a slot free for others. */
  maxBulk: number
  /** Considers only operations queued for at least this long. */
  queuedSeconds?: number
  exclude?: readonly string[]
}): Promise<string | null> {
  const { previews, holder, maxBulk, queuedSeconds = 0, exclude = [] } = input
  const [row] = await db().$queryRaw<{ id: string }[]>`
    WITH served AS (
      SELECT requester->>'id' AS caller, tenant_id, max(started_at) AS at FROM operation
      WHERE started_at > clock_timestamp() - interval '1 hour' AND (kind = 'PREVIEW') = ${previews}
      GROUP BY 1, 2)
    SELECT operation.id FROM operation
    WHERE operation.state = 'QUEUED' AND (operation.kind = 'PREVIEW') = ${previews} AND NOT ${inPausedRollout} AND ${isAwaited}
      AND operation.requested_at <= clock_timestamp() - make_interval(secs => ${queuedSeconds})
      AND operation.id <> ALL(${[...exclude]}::uuid[])
      AND (operation.rollout_id IS NULL OR ${maxBulk} > (
        SELECT count(*) FROM operation bulk
        WHERE bulk.state = 'RUNNING' AND bulk.lease_holder = ${holder} AND bulk.rollout_id IS NOT NULL))
    ORDER BY operation.rollout_id IS NOT NULL, operation.kind NOT IN ('ROLLBACK', 'UNINSTALL'),
      (SELECT max(at) FROM served WHERE caller = operation.requester->>'id') NULLS FIRST,
      (SELECT max(at) FROM served WHERE caller = operation.requester->>'id' AND tenant_id = operation.tenant_id)
        NULLS FIRST,
      operation.id
    LIMIT 1`
  return row?.id ?? null
}
