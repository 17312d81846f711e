import { refuseSuspended } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError, invalid } from "@/lib/platform/errors"
import { type Accepted, enqueueChange, requireInCluster } from "./enqueue-change"
import type { ReleaseRow } from "./find-release"
import { knownRevision, lastDeployedRevision } from "./known-revision"
import type { RollbackRequest } from "./operation-requests"
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

/** Throws a 422 for a revision that was never recorded; one that Helm has pruned is allowed. */
export async function planRollback(
  release: ReleaseRow,
  { targetRevision, reason, forceConflicts }: Omit<RollbackRelease, "previewDigest">,
): Promise<RollbackRequest> {
  refuseSuspended(release.tenant)
  requireInCluster(release)
  const known = await knownRevision(release.id, targetRevision)
  if (known === null) {
    throw invalid(
      "/targetRevision",
      `The release ${release.releaseName} has no revision ${targetRevision}; its last is ${release.revision}.`,
      "unknown_revision",
    )
  }
  const { timeoutSeconds } = release
  return { kind: "ROLLBACK", targetRevision, timeoutSeconds, forceConflicts, reason: reason ?? null }
}

/** The newest deployed revision other than the current one. Throws a 409 when there is none. */
export async function lastSuccessfulRevision(release: ReleaseRow): Promise<number> {
  const deployed = await lastDeployedRevision(release.id, release.revision)
  if (deployed !== null) return deployed.revision
  throw new DomainError(
    "conflict",
    `No revision of ${release.releaseName} before revision ${release.revision} was ever deployed.`,
    "unknown_revision",
  )
}
