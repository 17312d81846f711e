import { z } from "zod"
import { lockUnchanged, type WatchedRelease } from "@/lib/fleet/cluster-watch/watched-release"
import { describeAllOutside } from "@/lib/fleet/releases/describe-revision"
import { isPending, outsideSlipway, stuckMessage } from "@/lib/fleet/releases/helm-status"
import {
  applyRevisions,
  auditOutside,
  type FoundRevision,
  namedRevision,
  uninstallRevision,
} from "@/lib/fleet/releases/record-outcome"
import { isDifferentRelease } from "@/lib/fleet/releases/recorded-revision"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { type HelmSecret, readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { hasStatus, type KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision, type StoredRevision } from "@/lib/kube/cluster/stored-revision"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { isInstalled } from "./save-unmanaged"

type WatchedCluster = { cluster: string; api: KubernetesApi; staleMs: number }

const againMs = 500

/**
 * Reads the current state of a release from Helm and records changes made outside Slipway. `release` was read before, while
 * no change of it was running. Returns the number of milliseconds until it must be read again; null: the record matches.
 */
export async function reconcileRelease(
  cluster: WatchedCluster,
  release: WatchedRelease,
): Promise<number | null> {
  const secrets = await readHelmRevisions(cluster.api, release)
  const newest = secrets.at(-1) ?? null
  const waitMs = isInstalled(newest) && isPending[newest.status] ? remainingMs(newest, cluster) : 0
  if (waitMs > 0) return waitMs
  const change = isInstalled(newest)
    ? await outsideChange(cluster, release, secrets, newest)
    : await removal(cluster, release, newest)
  if (change === null || (await recordOutside(release, change))) return null
  return againMs
}

const remainingMs = ({ changedAt }: HelmSecret, { staleMs }: WatchedCluster) =>
  changedAt.getTime() + staleMs - Date.now()

async function outsideChange(
  cluster: WatchedCluster,
  release: WatchedRelease,
  secrets: readonly HelmSecret[],
  newest: HelmSecret,
): Promise<OutsideChange | null> {
  const stuck = isPending[newest.status]
  const read = reader(cluster, release)
  const unexplained = secrets.find(({ revision }) => revision > release.lastRevision) ?? newest
  const stored = await read(unexplained.revision)
  if (stored !== null && isDifferentRelease(stored.record, release.knownAt)) {
    return { kind: "removed", reason: "It was removed and reinstalled outside Slipway." }
  }
  const newRevisions = secrets.filter(
    ({ revision, status }) => revision > release.lastRevision && !isPending[status],
  )
  const revisions = await describeAll(cluster, release, newRevisions, read)
  const status = newest.status === "deployed" ? "DEPLOYED" : "FAILED"
  const stuckSince = stuck ? newest.changedAt : null
  const isKnown = revisions.length === 0 && release.stuckSince?.getTime() === stuckSince?.getTime()
  // After a failed change by Slipway, the release is FAILED although its last revision is deployed.
  if (isKnown && (release.status === status || release.status === "FAILED")) return null
  const lastError = stuck
    ? stuckMessage(newest)
    : status === "DEPLOYED"
      ? null
      : failedMessage(newest, release, revisions.at(-1))
  return { kind: "changed", revisions, status, lastError, stuckSince }
}

function failedMessage(
  { revision, status }: HelmSecret,
  { lastRevision }: WatchedRelease,
  last: FoundRevision | undefined,
): string {
  if (last !== undefined) return last.description ?? `Revision ${revision} failed outside Slipway.`
  if (revision < lastRevision)
    return `Helm no longer has revision ${lastRevision}; its last is ${revision}, ${status}.`
  return `Helm reports revision ${revision} as ${status}.`
}

type Read = (revision: number) => Promise<StoredRevision | null>

/** Reads each revision at most once. */
function reader({ api }: WatchedCluster, release: WatchedRelease): Read {
  const readings = new Map<number, Promise<StoredRevision | null>>()
  return (revision) => {
    const reading = readings.get(revision) ?? readStoredRevision(api, release, revision)
    readings.set(revision, reading)
    return reading
  }
}

async function describeAll(
  { cluster }: WatchedCluster,
  { id, namespace, releaseName }: WatchedRelease,
  newRevisions: readonly HelmSecret[],
  read: Read,
): Promise<FoundRevision[]> {
  if (newRevisions.length === 0) return []
  const { repository, chartName, sealedValues } = await db().release.findUniqueOrThrow({ where: { id } })
  const stored: StoredRevision[] = []
  // Omits revisions that have been pruned by now.
  for (const { revision } of newRevisions) {
    const one = await read(revision)
    if (one !== null) stored.push(one)
  }
  const context = { id, cluster, namespace, releaseName, repository, chartName }
  return describeAllOutside({ ...context, valuesBefore: unsealValues(sealedValues) }, stored)
}

async function removal(
  cluster: WatchedCluster,
  release: WatchedRelease,
  last: HelmSecret | null,
): Promise<OutsideChange | null> {
  if (!release.inCluster) return null
  const { namespace } = release
  const reason =
    last !== null
      ? "It was uninstalled outside Slipway; Helm kept its history."
      : (await isNamespaceGone(cluster.api, namespace))
        ? `The namespace ${namespace} was deleted outside Slipway.`
        : "It was uninstalled outside Slipway."
  return { kind: "removed", reason }
}

const namespaceSchema = z.object({ metadata: z.object({ deletionTimestamp: z.string().nullish() }) })

async function isNamespaceGone(api: KubernetesApi, namespace: string): Promise<boolean> {
  try {
    const object = await api.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}`, namespaceSchema)
    return !!object.metadata.deletionTimestamp
  } catch (error) {
    // Without permission to read namespaces the reason is unknown.
    return hasStatus(error, 404)
  }
}

export type OutsideChange =
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
export async function recordOutside(before: WatchedRelease, change: OutsideChange): Promise<boolean> {
  return transaction(async () => {
    if (!(await lockUnchanged(before))) return false
    if (change.kind === "removed") await recordRemoval(before.id, change.reason)
    else await recordChange(before, change)
    return true
  })
}

async function recordChange(
  { id }: WatchedRelease,
  { revisions, status, lastError, stuckSince }: Extract<OutsideChange, { kind: "changed" }>,
): Promise<void> {
  const release = await applyRevisions(id, revisions, {
    status,
    lastError,
    stuckSince,
    inCluster: true,
    cause: Prisma.DbNull,
  })
  await auditOutside(release, stuckSince === null ? "changed_outside" : "stuck", {
    status,
    revisions: revisions.map(namedRevision),
    ...(stuckSince !== null && { stuckSince: toInstant(stuckSince) }),
  })
}

async function recordRemoval(id: string, reason: string): Promise<void> {
  const now = new Date()
  const before = await db().release.findUniqueOrThrow({ where: { id } })
  const { revision } = before
  const uninstall = uninstallRevision(before, {
    revision,
    status: "DEPLOYED",
    description: "Uninstalled",
    performedBy: outsideSlipway,
    createdAt: now,
    reason,
  })
  const release = await applyRevisions(id, [uninstall], {
    status: "UNINSTALLED",
    inCluster: false,
    outOfBand: true,
    lastError: null,
    stuckSince: null,
    cause: Prisma.DbNull,
    uninstalledAt: now,
    uninstallReason: reason,
  })
  await auditOutside(release, "removed_outside", { revision, reason })
}
