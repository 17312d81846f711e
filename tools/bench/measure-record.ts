import { randomUUID } from "node:crypto"
import { type Figure, ms, p, times } from "./figures"
import { type Load, load } from "./http-load"
import type { Stage } from "./stage"

const maxCallers = 64
const rounds = 3
const warmSeconds = 3
const seconds = 4

/** The minimum share of the baseline's throughput. */
const loads = [
  { connections: 1, keyed: false, share: 0.5 },
  { connections: 16, keyed: false, share: 0.5 },
  { connections: maxCallers, keyed: false, share: 0.5 },
  { connections: 16, keyed: true, share: 0.4 },
]

/** Records compared with a route that only parses and responds, alternating, so that noise affects both. */
export async function measureRecord(stage: Stage): Promise<Figure[]> {
  const slipway = await stage.slipway("bench_record", maxCallers)
  const baseline = await stage.baseline(maxCallers)
  let number = 0
  const body = () => {
    number++
    return JSON.stringify({
      application: `service-${number % 20}`,
      environment: "dev",
      imageTag: `v1.${number}.0`,
      gitCommit: number.toString(16).padStart(12, "0"),
      gitBranch: "main",
    })
  }
  const record = { method: "POST", path: "/api/v1/platform/deployments" }
  const plain = () => ({ method: "POST", path: "/api/baseline", body: body() })
  const figures: Figure[] = []
  for (const { connections, keyed, share } of loads) {
    const next = () => ({ ...record, body: body(), ...(keyed ? { idempotencyKey: randomUUID() } : {}) })
    await load(slipway.caller, connections, warmSeconds, next)
    await load(baseline, connections, warmSeconds, plain)
    const ours: Load[] = []
    const theirs: Load[] = []
    for (let round = 0; round < rounds; round++) {
      theirs.push(await load(baseline, connections, seconds, plain))
      ours.push(await load(slipway.caller, connections, seconds, next))
    }
    const label = `record, ${connections} connections${keyed ? ", Idempotency-Key" : ""}`
    figures.push(throughput(label, ours, theirs, share), latency(label, ours, theirs))
  }
  return figures
}

function throughput(label: string, ours: readonly Load[], theirs: readonly Load[], share: number): Figure {
  const rate = (loads: readonly Load[]) => loads.reduce((sum, one) => sum + one.perSecond, 0) / loads.length
  const ratio = rate(ours) / rate(theirs)
  return {
    what: label,
    value: `${rate(ours).toFixed(0)}/s`,
    baseline: `${rate(theirs).toFixed(0)}/s`,
    ratio: times(ratio),
    target: `≥ ${share} ×`,
    ok: ratio >= share,
  }
}

function latency(label: string, ours: readonly Load[], theirs: readonly Load[]): Figure {
  const p99 = (loads: readonly Load[]) =>
    p(
      loads.flatMap(({ latencies }) => latencies),
      99,
    )
  const ratio = p99(ours) / p99(theirs)
  return {
    what: `${label}, p99`,
    value: ms(p99(ours)),
    baseline: ms(p99(theirs)),
    ratio: times(ratio),
    target: "≤ 2 ×",
    ok: ratio <= 2,
  }
}
