import { parseArgs } from "node:util"
import { runProgram, say } from "@/lib/launch/say"
import { type Figure, table } from "./figures"
import { Caller } from "./http-load"
import { fill } from "./made-up-ledger"
import { measureEvents } from "./measure-events"
import { measureFleet } from "./measure-fleet"
import { measureImport } from "./measure-import"
import { measureInsights } from "./measure-insights"
import { measureReads } from "./measure-reads"
import { measureRecord } from "./measure-record"
import { measureRollout } from "./measure-rollout"
import { Stage } from "./stage"

const smallRecords = 10_000
const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    only: { type: "string", default: "record,import,reads,fleet,rollout" },
  },
})

/** `npm run bench [-- --records 10000000] [--only record,import,reads,fleet,rollout]`: every measure beside its yardstick. */
await runProgram(async () => {
  const stage = await Stage.open()
  const figures: Figure[] = []
  try {
    const wanted = new Set(values.only.split(","))
    if (wanted.has("record")) figures.push(...(await measureRecord(stage)))
    if (wanted.has("import")) figures.push(...(await measureImport(stage)))
    if (wanted.has("reads")) await measureLedgers(stage, Number(values.records), figures)
    if (wanted.has("fleet")) figures.push(...(await measureFleet(stage)))
    if (wanted.has("rollout")) figures.push(await measureRollout(stage))
    return 0
  } finally {
    say(`\n${table(figures)}`)
    await stage.close()
  }
})

async function measureLedgers(stage: Stage, records: number, figures: Figure[]): Promise<void> {
  const [small, large] = [await stage.slipway("bench_small"), await stage.slipway("bench_large")]
  say(`Filling a ledger with ${smallRecords} records and one with ${records} …`)
  await fill(small, smallRecords)
  await fill(large, records)
  const name = records.toLocaleString("en")
  figures.push(...(await measureReads(small, large, name)))
  figures.push(await measureEvents(large, new Caller(large.caller.port, large.caller.token)))
  figures.push(...(await measureInsights(large)))
}
