import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { type Next, reconcileRollout } from "./reconcile-rollout"
import { nothingPassedOver, type Skipped } from "./skipped"
import { startRollback } from "./start-rollback"
import { startUpgrade } from "./start-upgrade"
import { waitForChart } from "./wait-for-chart"
import { watchBake } from "./watch-bake"

/**
 * Advances a rollout as far as possible: checks baking releases, records ended operations, pauses at the threshold, ends,
 * bakes and starts waves, and starts the next releases. Any number of processes may call it at any time: each step is a
 * transaction with the rollout's row locked, and a release is started in the transaction that records its operation.
 * Releases that must wait are skipped for this round, so that they do not delay later ones.
 */
export async function advanceRollout(id: string): Promise<void> {
  await watchBake(id)
  const passed = nothingPassedOver()
  for (;;) {
    const next = await reconcileRollout(id, passed)
    if (next === null || next.due.length === 0) return
    for (const { releaseId, repository } of next.due) {
      if (!passed.repositories.has(repository)) await startOne(next, releaseId, repository, passed)
    }
  }
}

async function startOne(
  { rollout, kind }: Next,
  releaseId: string,
  repository: string,
  passed: Skipped,
): Promise<void> {
  try {
    const start = kind === "rollback" ? startRollback : startUpgrade
    if ((await start(rollout, releaseId)) === "not now") passed.releaseIds.add(releaseId)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    log.warn({ err: error, rolloutId: rollout.id, releaseId }, "rollout release delayed")
    if (error.kind !== "unavailable") {
      passed.releaseIds.add(releaseId)
      return
    }
    passed.repositories.add(repository)
    await waitForChart(rollout.id, repository, error.message)
  }
}
