import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { checkBake } from "./check-bake"
import { lockRollout, publishRolloutUpdate } from "./find-rollout"
import { startRollback, startUpgrade } from "./start-release"
import { type DueRelease, type Next, type Skipped, stepRollout } from "./step-rollout"

/**
 * Advances a rollout as far as possible: checks baking releases, records ended operations, pauses at the threshold, ends,
 * bakes and starts waves, and starts the next releases. Any number of processes may call it at any time: each step is a
 * transaction with the rollout's row locked, and a release is started in the transaction that records its operation.
 * Releases that must wait are skipped for this round, so that they do not delay later ones.
 */
export async function advanceRollout(id: string): Promise<void> {
  await checkBake(id)
  const skipped: Skipped = { releaseIds: new Set(), repositories: new Set() }
  for (;;) {
    const next = await stepRollout(id, skipped)
    if (next === null || next.due.length === 0) return
    for (const release of next.due) {
      if (!skipped.repositories.has(release.repository)) await startOne(next, release, skipped)
    }
  }
}

async function startOne(
  { rollout, kind }: Next,
  { releaseId, repository }: DueRelease,
  skipped: Skipped,
): Promise<void> {
  try {
    const start = kind === "rollback" ? startRollback : startUpgrade
    if (!(await start(rollout, releaseId))) skipped.releaseIds.add(releaseId)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    log.warn({ err: error, rolloutId: rollout.id, releaseId }, "rollout release delayed")
    if (error.kind !== "unavailable") {
      skipped.releaseIds.add(releaseId)
      return
    }
    skipped.repositories.add(repository)
    await waitForChart(rollout.id, repository, error.message)
  }
}

/** Records the reason for the delay on every release whose chart is in an unavailable repository. */
function waitForChart(rolloutId: string, repository: string, reason: string): Promise<void> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return
    const updated = await db().$executeRaw`
      UPDATE rollout_release x SET waits_for = ${reason} FROM helm_release r, rollout_wave w
      WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'PENDING' AND x.waits_for IS DISTINCT FROM ${reason}
        AND r.id = x.release_id AND r.repository = ${repository}
        AND w.rollout_id = x.rollout_id AND w.position = x.wave AND w.state = 'RUNNING'`
    if (updated > 0) await publishRolloutUpdate(rolloutId)
  })
}

/** Rollouts that may have work to do: those in progress, and those with an operation whose outcome is not recorded. */
export async function listOpenRollouts(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM rollout WHERE state IN ('RUNNING', 'ROLLING_BACK')
    UNION SELECT rollout_id FROM rollout_release WHERE state = 'RUNNING'
    ORDER BY id`
  return rows.map(({ id }) => id)
}
