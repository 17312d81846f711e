import { packChunks } from "@/lib/ledger/insights/pack-chunks"
import { disconnect } from "@/lib/platform/db/client"
import { print } from "@/tools/launch/print"
import { seedLedger } from "./seed-ledger"
import type { Slipway, Stage } from "./stage"

/** The ledgers of a run, one for each number of records, created when a part first needs it. */
export class Ledgers {
  private readonly launched = new Map<number, Promise<Slipway>>()

  /** `sizes`: the numbers of records to measure; the smallest is the baseline of the others. */
  constructor(
    private readonly stage: Stage,
    readonly sizes: readonly number[],
  ) {}

  /** The largest ledger, for parts that measure once. */
  largest(): Promise<Slipway> {
    return this.withRecords(Math.max(...this.sizes))
  }

  withRecords(records: number): Promise<Slipway> {
    const ledger = this.launched.get(records) ?? this.make(records)
    this.launched.set(records, ledger)
    return ledger
  }

  private async make(records: number): Promise<Slipway> {
    const slipway = await this.stage.slipway(`bench_${records}`)
    print(`Seeding a ledger with ${records.toLocaleString("en")} records …`)
    await seedLedger(slipway.databaseUrl, records)
    await pack(slipway)
    return slipway
  }
}

/** Packs the facts, as a worker does within seconds. */
async function pack({ databaseUrl }: Slipway): Promise<void> {
  process.env.DATABASE_URL = databaseUrl
  const start = performance.now()
  await packChunks()
  await disconnect()
  print(`Packed in ${((performance.now() - start) / 1000).toFixed(1)} s.`)
}
