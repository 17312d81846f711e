import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** The newest revision that is recorded. */
export type LastKnown = {
  /** Its number; 0: none is recorded. */
  known: number
  /** When it was made, at the latest. */
  knownAt: Date | null
  operationId: string | null
}

export async function lastKnownRevision(releaseId: string): Promise<LastKnown> {
  const last = await db().releaseRevision.findFirst({
    where: { releaseId, operation: { not: "UNINSTALL" } },
    orderBy: { revision: "desc" },
  })
  if (last === null) return { known: 0, knownAt: null, operationId: null }
  const { revision: known, finishedAt, createdAt, operationId } = last
  return { known, knownAt: finishedAt ?? createdAt, operationId }
}

/** A revision as it was recorded, or null. */
export function knownRevision(releaseId: string, revision: number): Promise<ReleaseRevision | null> {
  return db().releaseRevision.findFirst({ where: { releaseId, revision, operation: { not: "UNINSTALL" } } })
}

/** Recorded times are rounded. */
const clockMs = 10

/**
 * Whether a revision belongs to another release than the one of which the last known revision was made at `knownAt`: that is
 * gone, and somebody gave its name away.
 */
export function isOfAnother({ firstDeployedAt }: ReleaseRecord, knownAt: Date | null): boolean {
  if (knownAt === null || firstDeployedAt === null) return false
  return firstDeployedAt.getTime() > knownAt.getTime() + clockMs
}
