import { setTimeout as sleep } from "node:timers/promises"
import { findHelm } from "@/lib/kube/helm/find-helm"
import type { Helm } from "@/lib/kube/helm/helm"
import { disconnect } from "@/lib/platform/db/client"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { log } from "@/lib/platform/log"
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker"

const againMs = 15_000
/** Less than the launcher waits, which then kills: also a worker that waits for a rollback, whose Helm goes on by itself. */
const longestStopMs = 19_000
const lookMs = 1_000

// The worker as a process of its own: takes operations from the queue and runs Helm. See `npm run worker`.
const stopping = new AbortController()
let worker: RunningWorker | null = null

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return
  stopping.abort()
  setTimeout(exitUnlessWaiting, longestStopMs)
  await worker?.stop()
  await Promise.race([disconnect(), sleep(1_000)])
  process.exit(0)
}

/** What is left is safe: the leases run out, and the next worker reads Helm's history. */
function exitUnlessWaiting(): void {
  if (worker?.isWaiting()) setTimeout(exitUnlessWaiting, lookMs)
  else process.exit(0)
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop())
// The launcher was killed.
process.on("disconnect", () => void stop())
// The queue's library lets go of some failures when PostgreSQL restarts; dying of them would stop Helm in the middle.
process.on("unhandledRejection", (error) => {
  log.error({ err: error }, "Something failed and nobody was told")
  if (isDatabaseUnavailable(error)) worker?.renewQueue()
  else process.exit(1)
})
// For the launcher: without Helm, which may have to be downloaded first, everything else works already.
process.send?.("ready")

const helm = await waitUntilFound()
if (!stopping.signal.aborted) {
  worker = await startWorker(helm)
  log.info({ helm: helm.version, source: helm.source }, "The worker takes operations")
}

/** Looks again until Helm is there; says so once for each reason. */
async function waitUntilFound(): Promise<Helm> {
  let said = ""
  for (;;) {
    try {
      const found = await findHelm()
      if (found.warning !== null) log.warn(found.warning)
      return found
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== said) log.warn({ reason }, "helm not available; looking again every 15 seconds")
      said = reason
      await sleep(againMs)
    }
  }
}
