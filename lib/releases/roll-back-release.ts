import type { Actor } from "@/lib/auth/actor"
import { enqueueChange } from "./enqueue-change"
import type { Asked } from "./install-release"
import { lastSuccessfulRevision, planRollback } from "./plan-rollback"
import type { RollbackRelease } from "./schema"

/** Asks for a rollback to a revision of the history, also one that Helm no longer has. */
export function rollBackRelease(
  actor: Actor,
  id: string,
  asked: RollbackRelease,
  ifMatch: string | null = null,
): Promise<Asked> {
  return enqueueChange(actor, id, ifMatch, (release) =>
    planRollback(release, asked.targetRevision, asked.reason),
  )
}

/** Asks for a rollback to the newest revision that was deployed before the present one. */
export function rollBackToLastSuccessful(
  actor: Actor,
  id: string,
  asked: { reason?: string },
  ifMatch: string | null = null,
): Promise<Asked> {
  return enqueueChange(actor, id, ifMatch, async (release) =>
    planRollback(release, await lastSuccessfulRevision(release), asked.reason),
  )
}
