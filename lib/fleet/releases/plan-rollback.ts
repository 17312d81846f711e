import { DomainError, invalid } from "@/lib/platform/errors"
import { requireInCluster } from "./enqueue-change"
import type { ReleaseRow } from "./find-release"
import { knownRevision, lastDeployedRevision } from "./known-revision"
import type { RollbackRequest } from "./operation-requests"
import { refuseSuspended } from "./plan-install"
import type { RollbackRelease } from "./schema"

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
    { code: "unknown_revision" },
  )
}
