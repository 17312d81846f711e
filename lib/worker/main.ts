import { setTimeout as sleep } from "node:timers/promises"
import { runWebhooks } from "@/lib/console/webhooks/run-webhooks"
import { findHelm } from "@/lib/kube/helm/find-helm"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { disconnect } from "@/lib/platform/db/client"
import { compareMigrations } from "@/lib/platform/db/compare-migrations"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { log } from "@/lib/platform/log"
import { showAlive } from "./alive"
import { type RunningWorker, startWorker } from "./start-worker"

const againMs = 15_000
/** Shorter than the launcher's timeout, after which it kills even a worker that waits for a rollback, whose Helm continues. */
const maxStopMs = 19_000
const pollMs = 1_000
const migratedMs = 2_000

// The worker as its own process: takes operations from the queue and runs Helm. See `npm run worker`.
const stopping = new AbortController()
let worker: RunningWorker | null = null
let webhooks: ReturnType<typeof runWebhooks> | null = null

async function stop(): Promise<void> {
  if (stopping.signal.aborted) return
  stopping.abort()
  setTimeout(exitUnlessWaiting, maxStopMs)
  await Promise.all([worker?.stop(), webhooks?.stop()])
  await Promise.race([disconnect(), sleep(1_000)])
  process.exit(0)
}

/** Safe to exit: the leases expire, and the next worker reads Helm's history. */
function exitUnlessWaiting(): void {
  if (worker?.isWaiting()) setTimeout(exitUnlessWaiting, pollMs)
  else process.exit(0)
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop())
// The launcher was killed.
process.on("disconnect", () => void stop())
// The queue library leaves some rejections unhandled when PostgreSQL restarts. Exiting would interrupt Helm.
process.on("unhandledRejection", (error) => {
  log.error({ err: error }, "unhandled rejection")
  if (isDatabaseUnavailable(error)) worker?.renewQueue()
  else process.exit(1)
})
// Signals the launcher to start the other services, which run without Helm; Helm may have to be downloaded first.
process.send?.("ready")

await showAlive()
await waitUntilMigrated()
// They need no Helm.
if (!stopping.signal.aborted) webhooks = runWebhooks()
const helm = await waitUntilFound()
if (!stopping.signal.aborted) {
  worker = await startWorker(helm)
  log.info({ helm: helm.version, source: helm.source }, "worker ready")
}

/** Retries until Helm is available, and logs each reason once. */
async function waitUntilFound(): Promise<Helm> {
  let lastReason = ""
  for (;;) {
    try {
      const helm = await findHelm()
      if (helm.warning !== null) log.warn(helm.warning)
      return helm
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== lastReason) log.warn({ reason }, "helm not available, retrying every 15 seconds")
      lastReason = reason
      await sleep(againMs)
    }
  }
}

/** Every query of the worker would fail before the migrations are applied. */
async function waitUntilMigrated(): Promise<void> {
  for (let isReported = false; !(await isMigrated()); isReported = true) {
    if (!isReported) log.warn("the database lacks migrations of this version: run node dist/slipway migrate")
    await sleep(migratedMs)
  }
}

/** The worker itself waits for an unavailable database. */
function isMigrated(): Promise<boolean> {
  return compareMigrations().then(
    ({ missing }) => missing.length === 0,
    () => true,
  )
}
