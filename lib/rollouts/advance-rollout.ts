import { DomainError } from "@/lib/errors"
import { log } from "@/lib/log"
import { prepareUpgrade } from "./prepare-upgrade"
import { startRollback } from "./start-rollback"
import type { Started } from "./start-turn"
import { startUpgrade } from "./start-upgrade"
import { type Next, takeStock } from "./take-stock"

/** A release may change between being planned and being locked; whoever comes later tries again. */
const mostIdleRounds = 3

/**
 * Takes a rollout as far as it can go now: settles what has ended, pauses by the threshold, ends, bakes and begins waves,
 * and starts what has its turn. Any number of processes may call it at any time: every step is a transaction that holds
 * the lock of the rollout's row, and a release is started in the transaction that notes its operation.
 */
export async function advanceRollout(id: string): Promise<void> {
  for (let idle = 0; idle < mostIdleRounds; ) {
    const next = await takeStock(id)
    if (next === null || next.releaseIds.length === 0) return
    const outcomes = await startAll(next)
    if (outcomes.every((outcome) => outcome === "not now")) return
    idle = outcomes.includes("settled") ? 0 : idle + 1
  }
}

async function startAll(next: Next): Promise<Started[]> {
  const outcomes: Started[] = []
  for (const releaseId of next.releaseIds) outcomes.push(await startOne(next, releaseId))
  return outcomes
}

async function startOne({ rollout, kind }: Next, releaseId: string): Promise<Started> {
  if (kind === "rollback") return startRollback(rollout.id, releaseId)
  try {
    // A chart may have to be fetched for it, so it comes before anything is locked.
    return await startUpgrade(rollout.id, await prepareUpgrade(rollout, releaseId))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    log.warn({ err: error, rolloutId: rollout.id, releaseId }, "A release of a rollout waits for its chart")
    return "not now"
  }
}
