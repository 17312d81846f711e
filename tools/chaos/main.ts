import { parseArgs } from "node:util"
import { buildProcesses } from "@/tools/launch/build-processes"
import { buildWeb } from "@/tools/launch/build-web"
import { print } from "@/tools/launch/print"
import { formatReport, isAsPromised } from "./report"
import { runChaos } from "./run-chaos"

// `npm run chaos -- --seed 1 --minutes 20`, or with --faults instead of --minutes.
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "3" },
    faults: { type: "string" },
    only: { type: "string", default: "" },
    "every-ms": { type: "string", default: "2400" },
  },
})
await buildProcesses()
await buildWeb()
const everyMs = Number(values["every-ms"])
const faults = Number(values.faults ?? Math.round((Number(values.minutes) * 60_000) / everyMs))
const { only } = values
const report = await runChaos({ seed: Number(values.seed), faults, everyMs, only, say: print })
const repeat = `npm run chaos -- --seed ${values.seed} --faults ${faults} --every-ms ${everyMs}`
print(formatReport(report, only === "" ? repeat : `${repeat} --only "${only}"`))
process.exit(isAsPromised(report) ? 0 : 1)
