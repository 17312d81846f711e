import { db } from "@/lib/db/transaction"

/** Operations that wait for a worker or run; a state without any counts 0. Previews and what a pause holds are not counted. */
export function readQueue(): Promise<{ state: string; count: number; oldestSeconds: number }[]> {
  return db().$queryRaw`
    SELECT states.state, count(operation.id)::int AS count,
      COALESCE(extract(epoch FROM clock_timestamp() - min(operation.requested_at)), 0)::float8 AS "oldestSeconds"
    FROM (VALUES ('QUEUED'), ('RUNNING')) AS states (state)
    LEFT JOIN operation ON operation.state::text = states.state AND operation.kind <> 'PREVIEW'
      AND NOT (operation.state = 'QUEUED' AND EXISTS (
        SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED'))
    GROUP BY states.state ORDER BY states.state`
}

/**
 * Operations that are over, by kind and how they ended, and how long Helm was at work for them. An index holds all that is
 * asked for here, so that the rows, which are large and kept for ever, are not read.
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

/** Connections to this database by what they do: `active`, `idle`, `idle in transaction`. */
export function readConnections(): Promise<{ state: string; count: number }[]> {
  return db().$queryRaw`
    SELECT COALESCE(state, 'unknown') AS state, count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1 ORDER BY 1`
}
