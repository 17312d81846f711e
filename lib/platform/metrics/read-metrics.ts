import { hostname } from "node:os"
import { Gauge, Registry } from "prom-client"
import { databasePoolSize } from "@/lib/platform/env"
import { loopDelayText } from "./loop-delay"
import { processMetrics } from "./process-metrics"
import { readConnections, readFinished, readQueue, readWorkerLoops } from "./read-counts"

/** The content type of the Prometheus text format. */
export const metricsType = "text/plain; version=0.0.4; charset=utf-8"

/**
 * Everything there is to count, in the text format of Prometheus. Operations and connections are read from the database, so
 * that every process says the same of them, workers included; requests and streams are of this process. Delays of the
 * event loop are of this process and of every worker.
 */
export async function readMetrics(): Promise<string> {
  const registry = new Registry()
  const [queue, finished, connections, workers] = await Promise.all([
    readQueue(),
    readFinished(),
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
  const open = gauge(
    "slipway_database_connections",
    "Connections to Slipway's database, from all processes.",
    ["state"],
  )
  for (const { state, count } of connections) open.set({ state }, count)
  gauge("slipway_database_pool_limit", "Maximum number of database connections per process.").set(
    databasePoolSize(),
  )
  const { registry: own, loop } = processMetrics()
  const loops = loopDelayText([
    { process: "web", id: `${hostname()}/${process.pid}`, figures: loop.figures },
    ...workers.map((worker) => ({ process: "worker" as const, ...worker })),
  ])
  return [await own.metrics(), await registry.metrics(), loops].join("\n")
}
