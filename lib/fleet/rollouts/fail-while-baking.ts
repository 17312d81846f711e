import { db } from "@/lib/platform/db/transaction"

/** Marks releases as failed that became FAILED while their wave is baking; returns their number. */
export function failWhileBaking(rolloutId: string): Promise<number> {
  return db().$executeRaw`
    UPDATE rollout_release x SET state = 'FAILED', finished_at = clock_timestamp(),
      error = concat_ws(' ', 'The release failed during the bake time.', r.last_error)
    FROM helm_release r, rollout_wave w, rollout p
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'SUCCEEDED' AND r.id = x.release_id AND r.status = 'FAILED'
      AND w.rollout_id = x.rollout_id AND w.position = x.wave AND w.state = 'BAKING'
      AND p.id = x.rollout_id AND p.state IN ('RUNNING', 'PAUSED')`
}
