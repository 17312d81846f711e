import { parseArgs } from "node:util"
import { LaunchProblem, print, runProgram } from "@/tools/launch/print"
import { type Figure, table } from "./figures"
import { Ledgers } from "./ledgers"
import { measureEvents } from "./measure-events"
import { measureFleet } from "./measure-fleet"
import { measureImport } from "./measure-import"
import { measureInsights } from "./measure-insights"
import { measurePages } from "./measure-pages"
import { measureReads } from "./measure-reads"
import { measureRecord } from "./measure-record"
import { measureRollout } from "./measure-rollout"
import { measureStreams } from "./measure-streams"
import { Stage } from "./stage"

type Bench = { stage: Stage; ledgers: Ledgers }

/**
 * The parts that can be measured separately. Events come last among those of the ledger, because they record
 * deployments.
 */
const parts: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  record: ({ stage }) => measureRecord(stage),
  import: ({ stage }) => measureImport(stage),
  reads: ({ ledgers }) => measureReads(ledgers),
  insights: ({ ledgers }) => measureInsights(ledgers),
  pages: ({ ledgers }) => measurePages(ledgers),
  events: ({ ledgers }) => measureEvents(ledgers),
  streams: ({ stage }) => measureStreams(stage),
  fleet: ({ stage }) => measureFleet(stage),
  rollout: ({ stage }) => measureRollout(stage),
}

/**
 * `npm run bench [-- insights reads --records 10000,1000000,10000000]`: every figure with its baseline and its goal.
 */
await runProgram(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { records: { type: "string", default: "10000,1000000" } },
  })
  const sizes = values.records.split(",").map(Number)
  if (!sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw new LaunchProblem("--records takes numbers of records, separated by commas.")
  const selected = positionals.length > 0 ? positionals : Object.keys(parts)
  const unknown = selected.find((name) => parts[name] === undefined)
  if (unknown !== undefined)
    throw new LaunchProblem(`There is no part ${unknown}. Choose from ${Object.keys(parts).join(", ")}.`)
  const stage = await Stage.open()
  const bench = { stage, ledgers: new Ledgers(stage, sizes) }
  const figures: Figure[] = []
  const failures: string[] = []
  try {
    for (const name of selected)
      try {
        figures.push(...((await parts[name]?.(bench)) ?? []))
      } catch (error) {
        // A failing part must not lose the results of the others.
        failures.push(`${name}: ${error instanceof Error ? error.stack : error}`)
      }
    return failures.length === 0 ? 0 : 1
  } finally {
    print(`\n${table(figures)}`)
    for (const failure of failures) print(`\nNot measured, ${failure}`)
    await stage.close()
  }
})
