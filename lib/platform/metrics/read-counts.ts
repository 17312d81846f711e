import { db } from "@/lib/platform/db/transaction"

/** Queued and running operations; a state without any counts 0. Excludes previews and operations of a paused rollout. */
export function readQueue(): Promise<{ state: string; count: number; oldestSeconds: number }[]> {
  return db().$queryRaw`
    SELECT states.state::text AS state, COALESCE(live.count, 0) AS count,
      COALESCE(extract(epoch FROM clock_timestamp() - live.oldest), 0)::float8 AS "oldestSeconds"
    FROM (VALUES ('QUEUED'::operation_state), ('RUNNING')) AS states (state)
    LEFT JOIN (
      SELECT state, count(*)::int AS count, min(requested_at) AS oldest FROM operation
      WHERE state IN ('QUEUED', 'RUNNING') AND kind <> 'PREVIEW' AND NOT (state = 'QUEUED' AND EXISTS (
        SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED'))
      GROUP BY state
    ) AS live USING (state)
    ORDER BY state`
}

/**
 * Finished operations by kind and outcome, and how long Helm ran for them. An index covers all columns used here, so that
 * the rows, which are large and kept permanently, are not read.
 */
export function readFinished(): Promise<
  { kind: string; outcome: string; count: number; helmCount: number; helmSeconds: number }[]
> {
  return db().$queryRaw`
    SELECT kind::text AS kind, state::text AS outcome, count(*)::int AS count,
      count(helm_started_at)::int AS "helmCount",
      COALESCE(sum(extract(epoch FROM finished_at - helm_started_at)), 0)::float8 AS "helmSeconds"
    FROM operation WHERE state IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND kind <> 'PREVIEW'
    GROUP BY kind, state ORDER BY kind, state`
}

/** What the workers that live have measured of their event loops. */
export function readWorkerLoops(): Promise<{ id: string; figures: number[] }[]> {
  return db().$queryRaw`
    SELECT id, loop_delays AS figures FROM seen_worker
    WHERE last_seen_at > clock_timestamp() - interval '30 seconds' AND cardinality(loop_delays) > 0 ORDER BY id`
}

/** Connections to this database by state: `active`, `idle`, `idle in transaction`. */
export function readConnections(): Promise<{ state: string; count: number }[]> {
  return db().$queryRaw`
    SELECT COALESCE(state, 'unknown') AS state, count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1 ORDER BY 1`
}
