import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import type { Release, ReleaseRevision } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { ReleaseStatus } from "./schema"

export type LastRecorded = {
  /** Its number; 0: none is recorded. */
  revision: number
  /** The latest time at which it can have been created. */
  knownAt: Date | null
  operationId: string | null
}

export async function lastRecordedRevision(releaseId: string): Promise<LastRecorded> {
  const last = await db().releaseRevision.findFirst({
    where: { releaseId, operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
  })
  if (last === null) return { revision: 0, knownAt: null, operationId: null }
  const { revision, finishedAt, createdAt, operationId } = last
  return { revision, knownAt: finishedAt ?? createdAt, operationId }
}

export function recordedRevision(releaseId: string, revision: number): Promise<ReleaseRevision | null> {
  return db().releaseRevision.findFirst({ where: { releaseId, revision, operation: { not: "UNINSTALL" } } })
}

/** The newest deployed revision, without its manifest; `before`: of those before a revision. Null: none. */
export function lastDeployedRevision(releaseId: string, before?: number) {
  return db().releaseRevision.findFirst({
    where: {
      releaseId,
      status: "DEPLOYED",
      operation: { not: "UNINSTALL" },
      ...(before !== undefined && { revision: { lt: before } }),
    },
    orderBy: { revision: "desc" },
    omit: { sealedMasked: true },
  })
}

/** Tolerance for rounding of recorded times. */
const clockMs = 10

/**
 * Whether a revision belongs to another release than the one whose last known revision was created at `knownAt`: that one
 * was removed, and its name was reused outside Slipway.
 */
export function isDifferentRelease({ firstDeployedAt }: ReleaseRecord, knownAt: Date | null): boolean {
  if (knownAt === null || firstDeployedAt === null) return false
  return firstDeployedAt.getTime() > knownAt.getTime() + clockMs
}

/** The status of a release without a running change, by its last revision; a stuck release is always FAILED. */
export async function statusWithoutOperation(
  release: Pick<Release, "id" | "inCluster" | "stuckSince">,
): Promise<ReleaseStatus> {
  if (release.stuckSince !== null) return "FAILED"
  const last = await db().releaseRevision.findFirst({
    where: { releaseId: release.id },
    orderBy: [{ revision: "desc" }, { createdAt: "desc" }, { id: "desc" }],
  })
  if (last === null) return "UNINSTALLED"
  if (last.operation === "UNINSTALL" && last.status === "DEPLOYED" && !release.inCluster) return "UNINSTALLED"
  return last.status
}
