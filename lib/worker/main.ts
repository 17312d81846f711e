import { disconnect } from "@/lib/db/client"
import { findHelm } from "@/lib/helm/find-helm"
import { log } from "@/lib/log"
import { startWorker } from "@/lib/worker/start-worker"

// The worker as a process of its own: takes operations from the queue and runs Helm. See `npm run worker`.
const helm = await findHelm()
if (helm.warning !== null) log.warn(helm.warning)
const worker = await startWorker(helm)
log.info({ helm: helm.version, source: helm.source }, "The worker takes operations")

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await worker.stop()
  await disconnect()
  process.exit(0)
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop())
process.on("disconnect", () => void stop())
// For the launcher, which waits for it.
process.send?.("ready")
