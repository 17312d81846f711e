import { parseArgs } from "node:util"
import { startSandbox } from "./start-sandbox"

// The sandbox as its own process: node dist/sandbox --folder .data/sandbox --port 6443
const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    port: { type: "string", default: "0" },
    "allow-faults": { type: "boolean", default: false },
  },
})

if (values.folder === undefined) {
  console.error("The sandbox needs a folder: --folder PATH.")
  process.exit(2)
}

const sandbox = await startSandbox({
  folder: values.folder,
  port: Number(values.port),
  allowFaults: values["allow-faults"],
})

// Reports readiness: a message to the launcher, otherwise a line on stdout.
if (process.send !== undefined) process.send("ready")
else process.stdout.write(`${JSON.stringify({ url: sandbox.url, kubeconfig: sandbox.kubeconfig })}\n`)

const stop = () => void sandbox.stop().then(() => process.exit(0))
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop)
// The launcher was killed.
process.once("disconnect", stop)
