import { hostname } from "node:os"
import { Gauge, Registry } from "prom-client"
import { db } from "@/lib/platform/db/transaction"
import { databasePoolSize } from "@/lib/platform/env"
import { loopDelayText } from "./loop-delay"
import { processMetrics } from "./process-metrics"

/** The content type of the Prometheus text format. */
export const metricsType = "text/plain; version=0.0.4; charset=utf-8"

/**
 * All metrics in the Prometheus text format. Operations and connections are read from the database, so every process
 * reports the same numbers; requests and streams are those of this process. Event loop delays are reported for this
 * process and every worker.
 */
export async function readMetrics(): Promise<string> {
  const registry = new Registry()
  const [queue, finished, webhooks, connections, workers] = await Promise.all([
    readQueue(),
    readFinished(),
    readWebhooks(),
    readConnections(),
    readWorkerLoops(),
  ])
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const depth = gauge("slipway_queue_operations", "Queued and running operations.", ["state"])
  const age = gauge(
    "slipway_queue_oldest_age_seconds",
    "Age of the oldest queued or running operation in seconds.",
    ["state"],
  )
  for (const { state, count, oldestSeconds } of queue) {
    depth.set({ state }, count)
    age.set({ state }, oldestSeconds)
  }
  const ended = gauge("slipway_operations_finished", "Finished operations.", ["kind", "outcome"])
  const seconds = gauge(
    "slipway_helm_seconds_sum",
    "Total seconds from Helm's start to the end of finished operations.",
    ["kind"],
  )
  const runs = gauge("slipway_helm_seconds_count", "Finished operations for which Helm was started.", [
    "kind",
  ])
  for (const { kind, outcome, count, helmCount, helmSeconds } of finished) {
    ended.set({ kind, outcome }, count)
    seconds.inc({ kind }, helmSeconds)
    runs.inc({ kind }, helmCount)
  }
  const deliveries = gauge("slipway_webhook_deliveries", "Deliveries of webhooks that are kept.", ["state"])
  for (const { state, count } of webhooks.deliveries) deliveries.set({ state }, count)
  gauge(
    "slipway_webhook_oldest_due_seconds",
    "How long the oldest delivery that is due has waited in seconds; 0 if none is due.",
  ).set(webhooks.oldestSeconds)
  gauge("slipway_webhooks_failing", "Webhooks whose last delivery failed, or that were disabled for it.").set(
    webhooks.failing,
  )
  const open = gauge(
    "slipway_database_connections",
    "Connections to Slipway's database, from all processes.",
    ["state"],
  )
  for (const { state, count } of connections) open.set({ state }, count)
  gauge("slipway_database_pool_limit", "Maximum number of database connections per process.").set(
    databasePoolSize(),
  )
  const { registry: processRegistry, loop } = processMetrics()
  const loops = loopDelayText([
    { process: "web", id: `${hostname()}/${process.pid}`, figures: loop.figures },
    ...workers.map((worker) => ({ process: "worker" as const, ...worker })),
  ])
  return [await processRegistry.metrics(), await registry.metrics(), loops].join("\n")
}

/**
 * Queued and running operations; 0 for a state without operations. Excludes previews and operations of a paused
 * rollout.
 */
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

type WebhookCounts = {
  deliveries: { state: string; count: number }[]
  oldestSeconds: number
  failing: number
}

/** Counted in an index, because there may be a million deliveries. */
async function readWebhooks(): Promise<WebhookCounts> {
  const [row] = await db().$queryRaw<WebhookCounts[]>`
    SELECT (
        SELECT json_agg(json_build_object('state', states.state, 'count', (
          SELECT count(*) FROM webhook_delivery d WHERE d.state = states.state)))
        FROM unnest(enum_range(NULL::webhook_delivery_state)) AS states (state)) AS deliveries,
      (SELECT COALESCE(extract(epoch FROM clock_timestamp() - min(d.next_attempt_at)), 0)::float8
        FROM webhook_delivery d WHERE d.state = 'PENDING' AND d.next_attempt_at <= now()) AS "oldestSeconds",
      (SELECT count(*)::int FROM webhook WHERE failing_since IS NOT NULL) AS failing`
  return row ?? { deliveries: [], oldestSeconds: 0, failing: 0 }
}

/** The event loop delays measured by the running workers. */
function readWorkerLoops(): Promise<{ id: string; figures: number[] }[]> {
  return db().$queryRaw`
    SELECT id, loop_delays AS figures FROM seen_worker
    WHERE last_seen_at > clock_timestamp() - interval '30 seconds' AND cardinality(loop_delays) > 0 ORDER BY id`
}

/** Connections to this database by state: `active`, `idle`, `idle in transaction`. */
function readConnections(): Promise<{ state: string; count: number }[]> {
  return db().$queryRaw`
    SELECT COALESCE(state, 'unknown') AS state, count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1 ORDER BY 1`
}
