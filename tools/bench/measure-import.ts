import { join } from "node:path"
import type { Client } from "pg"
import { type Figure, times } from "./figures"
import { fill } from "./made-up-ledger"
import { memoryOf, watchMemory } from "./process-memory"
import type { Slipway, Stage } from "./stage"
import { withSql } from "./with-sql"

const rows = 57_000
const rounds = 3
const maxMegabytes = 350

/** An import compared with COPY of the same rows into the same table with its indexes, each time into an empty one. */
export async function measureImport(stage: Stage): Promise<Figure[]> {
  const slipway = await stage.slipway("bench_import")
  const rest = await memoryOf(slipway)
  const memory = watchMemory(slipway)
  const { imports, repeats, copies } = await withSql(slipway.databaseUrl, (sql) =>
    measureRounds(slipway, sql),
  )
  const peakMemory = memory.end()
  const best = Math.min(...imports)
  const bestCopy = Math.min(...copies)
  const ratio = bestCopy / best
  const againRatio = Math.min(...repeats) / best
  const perSecond = (milliseconds: number) => `${((rows / milliseconds) * 1000).toFixed(0)} rows/s`
  return [
    {
      what: "import of 57,000 rows",
      value: perSecond(best),
      baseline: `${perSecond(bestCopy)} (COPY)`,
      ratio: times(ratio),
      target: "≥ 0.6 ×",
      ok: ratio >= 0.6,
    },
    {
      what: "import of 57,000 rows, time",
      value: `${(best / 1000).toFixed(1)} s`,
      baseline: "",
      ratio: "",
      target: "≤ 5 s",
      ok: best <= 5_000,
    },
    {
      what: "the same file again",
      value: perSecond(Math.min(...repeats)),
      baseline: "the first import",
      ratio: times(againRatio),
      target: "≤ 2 ×",
      ok: againRatio <= 2,
    },
    {
      what: "import, memory of the web process",
      value: peakMemory === 0 ? "unknown" : `${peakMemory.toFixed(0)} MB`,
      baseline: `${rest.toFixed(0)} MB before`,
      ratio: "",
      target: "≤ 350 MB",
      ok: peakMemory === 0 ? null : peakMemory <= maxMegabytes,
    },
  ]
}

async function measureRounds(
  slipway: Slipway,
  sql: Client,
): Promise<{ imports: number[]; repeats: number[]; copies: number[] }> {
  const settings = await sql.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder")
  const file = join(settings.rows[0]?.folder ?? "", "bench-rows")
  const imports: number[] = []
  const repeats: number[] = []
  const copies: number[] = []
  for (let round = 1; round <= rounds; round++) {
    await sql.query("TRUNCATE deployment, lane, image_version")
    imports.push((await fill(slipway, rows, round)).ms)
    repeats.push((await fill(slipway, rows, round)).ms)
    await sql.query(`COPY (SELECT * FROM deployment ORDER BY seq) TO '${file}'`)
    await sql.query("TRUNCATE deployment")
    const start = performance.now()
    await sql.query(`COPY deployment FROM '${file}'`)
    copies.push(performance.now() - start)
  }
  return { imports, repeats, copies }
}
