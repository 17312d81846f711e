import { v7 as uuidv7 } from "uuid"
import { lockUnchanged, type WatchedRelease } from "@/lib/fleet/cluster-watch/watched-release"
import { outsideSlipway } from "@/lib/fleet/releases/helm-status"
import {
  addRevisions,
  auditOutside,
  deployedAtOf,
  type FoundRevision,
  namedRevision,
  ofRevision,
} from "@/lib/fleet/releases/record-outcome"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { toInstant } from "@/lib/platform/instant"

/** A change of a release made outside Slipway. */
export type Seen =
  | {
      kind: "changed"
      /** The revisions that are not recorded yet, oldest first; none: only the state has changed. */
      revisions: readonly FoundRevision[]
      status: Extract<ReleaseStatus, "DEPLOYED" | "FAILED">
      /** Why a user must act, as a sentence. */
      lastError: string | null
      stuckSince: Date | null
    }
  /** The release no longer exists; `reason` explains why. */
  | { kind: "removed"; reason: string }

/**
 * Records a change made outside Slipway, with one audit entry, in one transaction. False when nothing was written, because
 * Slipway started or ended a change after `before` was read: then the release must be read again.
 */
export async function recordOutside(before: WatchedRelease, seen: Seen): Promise<boolean> {
  return transaction(async () => {
    if (!(await lockUnchanged(before))) return false
    if (seen.kind === "removed") await recordRemoval(before.id, seen.reason)
    else await recordChange(before, seen)
    await publishEvent("release.updated", before.id)
    return true
  })
}

async function recordChange(
  { id }: WatchedRelease,
  { revisions, status, lastError, stuckSince }: Extract<Seen, { kind: "changed" }>,
): Promise<void> {
  await addRevisions(id, revisions)
  const last = revisions.at(-1)
  const release = await db().release.update({
    where: { id },
    data: {
      ...{ status, lastError, stuckSince, inCluster: true, cause: Prisma.DbNull },
      ...(last !== undefined && ofRevision(last)),
      ...deployedAtOf(revisions),
    },
  })
  await auditOutside(release, stuckSince === null ? "changed_outside" : "stuck", {
    status,
    revisions: revisions.map(namedRevision),
    ...(stuckSince !== null && { stuckSince: toInstant(stuckSince) }),
  })
}

async function recordRemoval(id: string, reason: string): Promise<void> {
  const now = new Date()
  const release = await db().release.update({
    where: { id },
    data: {
      ...{ status: "UNINSTALLED", inCluster: false, outOfBand: true, lastError: null, stuckSince: null },
      cause: Prisma.DbNull,
      ...{ uninstalledAt: now, uninstallReason: reason },
    },
  })
  const { repository, chartName, chartVersion, appVersion, revision } = release
  await db().releaseRevision.create({
    data: {
      id: uuidv7(),
      releaseId: id,
      ...{ revision, repository, chartName, chartVersion, appVersion },
      operation: "UNINSTALL",
      status: "DEPLOYED",
      description: "Uninstalled",
      performedBy: outsideSlipway,
      createdAt: now,
      reason,
    },
  })
  await auditOutside(release, "removed_outside", { revision, reason })
}
