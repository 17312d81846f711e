import type { Actor } from "@/lib/identity/auth/actor"
import { enqueueChange } from "./enqueue-change"
import type { ReleaseRow } from "./find-release"
import type { Accepted } from "./install-release"
import { lastSuccessfulRevision, planRollback } from "./plan-rollback"
import { requireAsPreviewed } from "./preview-digest"
import { previewedRollback } from "./previewed-change"
import type { RollbackRelease, RollbackToLastSuccessful } from "./schema"

/** Enqueues a rollback to a recorded revision, also one that Helm no longer has. */
export function rollBackRelease(
  actor: Actor,
  id: string,
  input: RollbackRelease,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueChange(actor, id, ifMatch, (release) => planPreviewed(release, input))
}

/** Enqueues a rollback to the newest revision deployed before the current one. */
export function rollBackToLastSuccessful(
  actor: Actor,
  id: string,
  input: RollbackToLastSuccessful,
  ifMatch: string | null = null,
): Promise<Accepted> {
  return enqueueChange(actor, id, ifMatch, async (release) => {
    const targetRevision = await lastSuccessfulRevision(release)
    return planPreviewed(release, { ...input, targetRevision })
  })
}

async function planPreviewed(release: ReleaseRow, input: RollbackRelease) {
  const request = await planRollback(release, input)
  requireAsPreviewed(input.previewDigest, previewedRollback(release, request))
  return request
}
