import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { type Next, reconcileRollout } from "./reconcile-rollout"
import { nothingPassedOver, type Skipped } from "./skipped"
import { startRollback } from "./start-rollback"
import { startUpgrade } from "./start-upgrade"
import { waitForChart } from "./wait-for-chart"
import { watchBake } from "./watch-bake"

/**
 * Takes a rollout as far as it can go now: looks at what bakes, settles what has ended, pauses by the threshold, ends, bakes
 * and begins waves, and starts what has its turn. Any number of processes may call it at any time: every step is a transaction that holds
 * the lock of the rollout's row, and a release is started in the transaction that notes its operation. What has to wait is
 * passed over, so that it holds up nothing that comes after it.
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
    log.warn({ err: error, rolloutId: rollout.id, releaseId }, "A release of a rollout has to wait")
    if (error.kind !== "unavailable") {
      passed.releaseIds.add(releaseId)
      return
    }
    passed.repositories.add(repository)
    await waitForChart(rollout.id, repository, error.message)
  }
}
