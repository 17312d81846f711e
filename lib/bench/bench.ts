import { parseArgs } from "node:util"
import { runProgram, say } from "@/lib/launch/say"
import { type Figure, table } from "./figures"
import { Caller } from "./http-load"
import { fill } from "./made-up-ledger"
import { measureEvents } from "./measure-events"
import { measureImport } from "./measure-import"
import { measureInsights } from "./measure-insights"
import { measureReads } from "./measure-reads"
import { measureRecord } from "./measure-record"
import { Stage } from "./stage"

const smallRecords = 10_000
const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    only: { type: "string", default: "record,import,reads" },
  },
})

/** `npm run bench [-- --records 10000000] [--only record,import,reads]`: every measure beside its yardstick, in one run. */
await runProgram(async () => {
  const stage = await Stage.open()
  try {
    const wanted = new Set(values.only.split(","))
    const figures: Figure[] = []
    if (wanted.has("record")) figures.push(...(await measureRecord(stage)))
    if (wanted.has("import")) figures.push(...(await measureImport(stage)))
    if (wanted.has("reads")) figures.push(...(await measureLedgers(stage, Number(values.records))))
    say(`\n${table(figures)}`)
    return 0
  } finally {
    await stage.close()
  }
})

async function measureLedgers(stage: Stage, records: number): Promise<Figure[]> {
  const [small, large] = [await stage.slipway("bench_small"), await stage.slipway("bench_large")]
  say(`Filling a ledger with ${smallRecords} records and one with ${records} …`)
  await fill(small, smallRecords)
  await fill(large, records)
  const name = records.toLocaleString("en")
  return [
    ...(await measureReads(small, large, name)),
    ...(await measureInsights(large)),
    await measureEvents(large, new Caller(large.caller.port, large.caller.token)),
  ]
}
