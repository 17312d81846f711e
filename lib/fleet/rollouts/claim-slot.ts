import type { RolloutRelease as ReleaseInRollout } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { lockRollout } from "./find-rollout"
import { type RolloutRow, withWaves } from "./to-rollout"
import { freeSlots } from "./wave-rules"

/** `handled`: it was started, skipped or failed; `not now`: it has to wait. */
export type Started = "handled" | "not now"

export type Turn = { rollout: RolloutRow; release: ReleaseInRollout }

/**
 * Runs `start` for one release in a transaction with the rollout locked, if a slot is free. If the release was handled, the
 * change is published.
 */
export function takeTurn<T>(
  rolloutId: string,
  releaseId: string,
  start: (turn: Turn) => Promise<Started | T>,
): Promise<Started | T> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return "not now"
    const rollout = await db().rollout.findUniqueOrThrow({ where: { id: rolloutId }, include: withWaves })
    const release = await db().rolloutRelease.findUnique({
      where: { rolloutId_releaseId: { rolloutId, releaseId } },
    })
    const running = await db().rolloutRelease.count({ where: { rolloutId, state: "RUNNING" } })
    if (release === null || freeSlots(rollout.concurrency, running) === 0) return "not now"
    const outcome = await start({ rollout, release })
    if (outcome === "handled") await noteChange(rolloutId)
    return outcome
  })
}

/** Notifies subscribers of the rollout, in the current transaction. */
export async function noteChange(rolloutId: string): Promise<void> {
  await db().rollout.update({ where: { id: rolloutId }, data: { updatedAt: new Date() } })
  await publishEvent({ type: "rollout.updated", rolloutId })
}

/** The message of a conflict or validation error, which concerns only the release; other errors are rethrown. */
export function refusalOf(error: unknown): string {
  if (error instanceof DomainError && (error.kind === "conflict" || error.kind === "invalid"))
    return error.message
  throw error
}

/** Updates one release of a rollout. */
export async function updateRelease(
  { rolloutId, releaseId }: ReleaseInRollout,
  data: Partial<Omit<ReleaseInRollout, "rolloutId" | "releaseId" | "tenantId">>,
): Promise<void> {
  await db().rolloutRelease.update({ where: { rolloutId_releaseId: { rolloutId, releaseId } }, data })
}
