import { type Figure, ms, p, times } from "./figures"
import { type Load, load } from "./http-load"
import type { Stage } from "./stage"

const connections = 16
const rounds = 3
const warmSeconds = 3
const seconds = 5

/** Records over 16 connections compared with a route that only parses and responds, in turns, so that noise affects both. */
export async function measureRecord(stage: Stage): Promise<Figure[]> {
  const slipway = await stage.slipway("bench_record", connections)
  const yardstick = await stage.yardstick(connections)
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
  const record = () => ({ method: "POST", path: "/api/v1/platform/deployments", body: body() })
  const plain = () => ({ method: "POST", path: "/api/yardstick", body: body() })
  await load(slipway.caller, connections, warmSeconds, record)
  await load(yardstick, connections, warmSeconds, plain)
  const ours: Load[] = []
  const theirs: Load[] = []
  for (let round = 0; round < rounds; round++) {
    theirs.push(await load(yardstick, connections, seconds, plain))
    ours.push(await load(slipway.caller, connections, seconds, record))
  }
  const rate = (loads: Load[]) => loads.reduce((sum, one) => sum + one.perSecond, 0) / loads.length
  const ratio = rate(ours) / rate(theirs)
  const p99 = p(
    ours.flatMap(({ latencies }) => latencies),
    99,
  )
  const theirP99 = p(
    theirs.flatMap(({ latencies }) => latencies),
    99,
  )
  return [
    {
      what: "record, 16 connections",
      value: `${rate(ours).toFixed(0)}/s`,
      yardstick: `${rate(theirs).toFixed(0)}/s`,
      ratio: times(ratio),
      target: "≥ 0.7 ×",
      ok: ratio >= 0.7,
    },
    {
      what: "record, p99",
      value: ms(p99),
      yardstick: ms(theirP99),
      ratio: times(p99 / theirP99),
      target: "≤ 50 ms",
      ok: p99 <= 50,
    },
  ]
}
