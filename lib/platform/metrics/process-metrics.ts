import { Counter, Gauge, Histogram, Registry } from "prom-client"
import { ProcessSingleton } from "@/lib/platform/process-singleton"
import { LoopDelays } from "./loop-delay"

type ProcessMetrics = {
  registry: Registry
  requests: Histogram<"route" | "method" | "status">
  streams: Gauge
  keptRequests: Counter<"outcome">
  loop: LoopDelays
}

const metrics = new ProcessSingleton<ProcessMetrics>("metrics")

/** The metrics that this web process counts itself. */
export function processMetrics(): ProcessMetrics {
  return metrics.get(createMetrics)
}

function createMetrics(): ProcessMetrics {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    loop: new LoopDelays(),
    requests: new Histogram({
      name: "slipway_http_request_duration_seconds",
      help: "API requests handled by this process and their duration in seconds; for a stream, the time until it started.",
      labelNames: ["route", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    streams: new Gauge({
      name: "slipway_sse_clients",
      help: "Open server-sent event streams of this process.",
      registers,
    }),
    keptRequests: new Counter({
      name: "slipway_kept_requests_total",
      help: "Pipeline requests that the request inspector kept, or dropped for lack of room.",
      labelNames: ["outcome"],
      registers,
    }),
  }
}
