import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { nextOperation } from "@/lib/fleet/operations/next-operation"
import { advanceRollout } from "@/lib/fleet/rollouts/advance-rollout"
import { log } from "@/lib/platform/log"
import { runOperation, type WorkerContext } from "./run-operation"

const maxTries = 20

/** What a worker may claim next in one of its pools: rollout operations leave one slot for all other operations. */
export const claimOptions = ({ holder, settings, previews }: WorkerContext) => ({
  holder,
  previews,
  maxBulk: Math.max(1, settings.concurrency - 1),
})

/** Runs the next operation as soon as a slot is free. A job only signals that one more operation is queued. */
export const operationTask = (pool: WorkerContext) => async () => {
  const { running, settings, stopping } = pool
  // Operations that the sweep has claimed count, too.
  while (running.size >= settings.concurrency && !stopping.aborted) await sleep(100)
  // A job that arrived while rollouts used all their slots ran nothing, so the run that frees a slot continues here.
  while (!stopping.aborted && (await runNext(pool)) && settings.concurrency > 1);
}

/** Returns whether it ran an operation of a rollout. */
async function runNext(pool: WorkerContext): Promise<boolean> {
  for (let tries = 0; tries < maxTries; tries++) {
    const id = await nextOperation(claimOptions(pool))
    if (id === null) return false
    // Null if another worker, or another job of this one, claimed it first.
    const outcome = await runOperation(id, pool)
    if (outcome !== null) return outcome.rolloutId !== null
  }
  return false
}

const payloadSchema = z.object({ rolloutId: z.uuid() })

export const advanceByJob = (payload: unknown) => advance(payloadSchema.parse(payload).rolloutId)

/** If it fails, the next sweep over all rollouts advances the rollout. */
export const advance = (rolloutId: string): Promise<void> =>
  advanceRollout(rolloutId).catch((error: unknown) =>
    log.warn({ err: error, rolloutId }, "could not advance a rollout, retrying"),
  )
