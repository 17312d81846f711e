import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { advanceRollout, listOpenRollouts } from "@/lib/fleet/rollouts/advance-rollout"
import { log } from "@/lib/platform/log"
import type { WorkerContext } from "./run-operation"

const payloadSchema = z.object({ rolloutId: z.uuid() })

/** Handles the queue job. If it fails, the next sweep over all rollouts advances the rollout. */
export async function advanceByJob(payload: unknown): Promise<void> {
  const { rolloutId } = payloadSchema.parse(payload)
  await advanceRollout(rolloutId).catch((error: unknown) => noteFailure(rolloutId, error))
}

/** Periodically advances running rollouts, in case a job was lost or every worker is busy with Helm. */
export async function sweepRollouts({ settings, stopping }: WorkerContext): Promise<void> {
  while (!stopping.aborted) {
    try {
      for (const id of await listOpenRollouts()) {
        if (stopping.aborted) return
        await advanceRollout(id).catch((error: unknown) => noteFailure(id, error))
      }
    } catch (error) {
      log.warn({ err: error }, "could not list rollouts")
    }
    await sleep(settings.sweepMs, null, { signal: stopping }).catch(() => undefined)
  }
}

function noteFailure(rolloutId: string, error: unknown): void {
  log.warn({ err: error, rolloutId }, "could not advance a rollout, retrying")
}
