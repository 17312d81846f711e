import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/audit/append-audit"
import { systemActor } from "@/lib/auth/actor"
import { db, transaction } from "@/lib/db/transaction"
import { announce } from "@/lib/events/announce"
import { toInstant } from "@/lib/instant"
import { outsideSlipway } from "./helm-words"
import { addRevisions, type FoundRevision, ofRevision } from "./record-outcome"
import type { ReleaseStatus } from "./schema"
import { lockUnchanged, type WatchedRelease } from "./watched-release"

const actor = systemActor("cluster watch")

/** What was seen of a release that Slipway had no hand in. */
export type Seen =
  | {
      kind: "changed"
      /** Those that are not recorded yet, oldest first; none: only the state is another. */
      revisions: readonly FoundRevision[]
      status: Extract<ReleaseStatus, "DEPLOYED" | "FAILED">
      /** Why it needs somebody, as a sentence. */
      lastError: string | null
      stuckSince: Date | null
    }
  /** Nothing of it is left; `reason` says as a sentence what happened. */
  | { kind: "removed"; reason: string }

/**
 * Writes down what was seen, all or nothing, with one record in the audit log. False where nothing was written, since
 * Slipway began or ended a change of its own after `before` was read: then it has to be looked at again.
 */
export async function recordOutside(before: WatchedRelease, seen: Seen): Promise<boolean> {
  return transaction(async () => {
    if (!(await lockUnchanged(before))) return false
    if (seen.kind === "removed") await recordRemoval(before.id, seen.reason)
    else await recordChange(before, seen)
    await announce({ type: "release.updated", releaseId: before.id })
    return true
  })
}

async function recordChange(
  { id }: WatchedRelease,
  { revisions, status, lastError, stuckSince }: Extract<Seen, { kind: "changed" }>,
): Promise<void> {
  await addRevisions(id, revisions)
  const last = revisions.at(-1)
  const deployed = revisions.findLast((one) => one.status === "DEPLOYED")
  const release = await db().release.update({
    where: { id },
    data: {
      ...{ status, lastError, stuckSince, inCluster: true },
      ...(last !== undefined && ofRevision(last)),
      ...(deployed !== undefined && { deployedAt: deployed.finishedAt ?? deployed.createdAt }),
    },
  })
  await audit(release, stuckSince === null ? "release.changed_outside" : "release.stuck", {
    status,
    revisions: revisions.map(({ revision, chartName, chartVersion }) => ({
      revision,
      chartName,
      chartVersion,
    })),
    ...(stuckSince !== null && { stuckSince: toInstant(stuckSince) }),
  })
}

async function recordRemoval(id: string, reason: string): Promise<void> {
  const now = new Date()
  const release = await db().release.update({
    where: { id },
    data: {
      ...{ status: "UNINSTALLED", inCluster: false, outOfBand: true, lastError: null, stuckSince: null },
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
  await audit(release, "release.removed_outside", { revision, reason })
}

type Named = { id: string; tenantId: string; releaseName: string; namespace: string; cluster: string }

function audit(release: Named, action: string, more: Record<string, unknown>): Promise<void> {
  const { id, tenantId, releaseName, namespace, cluster } = release
  return appendAudit(actor, {
    action,
    subjectType: "release",
    subjectId: id,
    detail: { tenantId, releaseName, namespace, cluster, ...more },
  })
}
