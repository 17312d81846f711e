import { Gauge, Histogram, Registry } from "prom-client"
import { LoopDelays } from "./loop-delay"

type ProcessMetrics = {
  registry: Registry
  requests: Histogram<"route" | "method" | "status">
  streams: Gauge
  loop: LoopDelays
}

// Next bundles each route by itself; what they count is of the one process all the same.
const held = globalThis as typeof globalThis & { slipwayMetrics?: ProcessMetrics }

/** What this web process counts by itself. */
export function processMetrics(): ProcessMetrics {
  held.slipwayMetrics ??= make()
  return held.slipwayMetrics
}

function make(): ProcessMetrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    loop: new LoopDelays(),
    requests: new Histogram({
      name: "slipway_http_request_duration_seconds",
      help: "Requests of the API that this process answered, and how long that took; of a stream: until it began.",
      labelNames: ["route", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    streams: new Gauge({
      name: "slipway_sse_clients",
      help: "Streams of server-sent events that are open on this process.",
      registers,
    }),
  }
}
