import { parseArgs } from "node:util"
import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { disconnect } from "@/lib/platform/db/client"
import { runProgram, say } from "@/tools/launch/say"
import { type Figure, table } from "./figures"
import { Caller } from "./http-load"
import { fillFleet } from "./made-up-fleet"
import { fill } from "./made-up-ledger"
import { measureEvents } from "./measure-events"
import { measureFleet } from "./measure-fleet"
import { measureImport } from "./measure-import"
import { measureInsights, measureInsightsBesideCurrent } from "./measure-insights"
import { measurePages } from "./measure-pages"
import { measureReads } from "./measure-reads"
import { measureRecord } from "./measure-record"
import { measureRollout } from "./measure-rollout"
import { type Slipway, Stage } from "./stage"

const smallRecords = 10_000
/** As many as a team of forty services records in four years. */
const mediumRecords = 63_000
const fleetReleases = 10_000
const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    only: { type: "string", default: "record,import,reads,pages,fleet,rollout" },
  },
})

const records = Number(values.records)

/** `npm run bench [-- --records 10000000] [--only record,import,reads,pages,fleet,rollout]`: every metric and its baseline. */
await runProgram(async () => {
  const stage = await Stage.open()
  const figures: Figure[] = []
  try {
    const wanted = new Set(values.only.split(","))
    if (wanted.has("record")) figures.push(...(await measureRecord(stage)))
    if (wanted.has("import")) figures.push(...(await measureImport(stage)))
    if (wanted.has("reads") || wanted.has("pages")) {
      const large = await ledgerOf(stage, "bench_large", records)
      if (wanted.has("reads")) figures.push(...(await measureLedgers(stage, large)))
      if (wanted.has("pages")) figures.push(...(await measureConsole(large)))
    }
    if (wanted.has("fleet")) figures.push(...(await measureFleet(stage)))
    if (wanted.has("rollout")) figures.push(await measureRollout(stage))
    return 0
  } finally {
    say(`\n${table(figures)}`)
    await stage.close()
  }
})

async function ledgerOf(stage: Stage, name: string, count: number): Promise<Slipway> {
  const slipway = await stage.slipway(name)
  say(`Seeding a ledger with ${count.toLocaleString("en")} records …`)
  await fill(slipway, count)
  await pack(slipway)
  return slipway
}

/** What a worker does within seconds. */
async function pack({ databaseUrl }: Slipway): Promise<void> {
  process.env.DATABASE_URL = databaseUrl
  const start = performance.now()
  await packChunks()
  await disconnect()
  say(`Packed in ${((performance.now() - start) / 1000).toFixed(1)} s.`)
}

async function measureLedgers(stage: Stage, large: Slipway): Promise<Figure[]> {
  const small = await ledgerOf(stage, "bench_small", smallRecords)
  const medium = await ledgerOf(stage, "bench_medium", mediumRecords)
  return [
    ...(await measureReads(small, large, records.toLocaleString("en"))),
    await measureEvents(large, new Caller(large.caller.port, large.caller.token)),
    ...(await measureInsights(large, records.toLocaleString("en"))),
    await measureInsightsBesideCurrent(medium, mediumRecords.toLocaleString("en")),
  ]
}

async function measureConsole(large: Slipway): Promise<Figure[]> {
  await fillFleet(large.databaseUrl, fleetReleases)
  return measurePages(large)
}
