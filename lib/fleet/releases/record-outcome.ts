import { v7 as uuidv7 } from "uuid"
import type { Cause } from "@/lib/fleet/operations/cause"
import { type Ending, finishOperation, shortened } from "@/lib/fleet/operations/finish-operation"
import type { Lease } from "@/lib/fleet/operations/lease"
import { actorOf } from "@/lib/fleet/operations/requester"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Operation, Prisma, type Release } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { auditRevisions } from "./audit-outside"
import { auditVerb } from "./release-states"
import type { ReleaseStatus, RevisionOperation, RevisionStatus } from "./schema"
import { type SealedRevision, sealValues } from "./sealed-values"

/** A revision as it was found in Helm's history, with what Slipway knows beside. */
export type FoundRevision = {
  revision: number
  operation: RevisionOperation
  operationId: string | null
  repository: string
  chartName: string
  chartVersion: string
  chartDigest: string | null
  appVersion: string
  values: Record<string, unknown> | null
  masked: SealedRevision | null
  status: RevisionStatus
  description: string | null
  performedBy: string
  createdAt: Date
  finishedAt: Date | null
  rolledBackTo: number | null
  reason: string | null
  error: string | null
  cause?: Cause | null
  warnings?: string[]
}

export type Outcome = {
  ending: Ending
  /** Those that are not recorded yet, oldest first. */
  revisions: readonly FoundRevision[]
  release: {
    status: ReleaseStatus
    inCluster: boolean
    lastError: string | null
    /** Why it was uninstalled, where it was. */
    uninstallReason?: string | null
    /** What an uninstall left in the cluster. */
    warnings?: string[]
  }
  /** What was done about a revision that a killed Helm had left behind, as a sentence; null: nothing had to be. */
  repaired: string | null
}

/**
 * Writes down what came of a change, all or nothing: the operation's end, the revisions, the release and one record in the
 * audit log. Throws LeaseLost, and then has written nothing.
 */
export async function recordOutcome(lease: Lease, outcome: Outcome): Promise<void> {
  await transaction(async () => {
    const operation = await finishOperation(lease, outcome.ending)
    const { releaseId } = operation
    if (releaseId === null) return
    await addRevisions(releaseId, outcome.revisions)
    const release = await reconcileRelease(releaseId, outcome)
    await auditRevisions(release, outcome.revisions)
    await audit(operation, releaseId, outcome)
    await publishEvent({ type: "release.updated", releaseId })
  })
}

/** Adds revisions that are not recorded yet; one that is stays as it was, for ever. */
export async function addRevisions(releaseId: string, found: readonly FoundRevision[]): Promise<void> {
  const data = found.map(({ values, masked, cause, ...revision }) => ({
    ...revision,
    error: shortened(revision.error),
    cause: cause ?? Prisma.DbNull,
    id: uuidv7(),
    releaseId,
    sealedValues: values === null ? null : sealValues(values),
    sealedMasked: masked?.sealed ?? null,
  }))
  await db().releaseRevision.createMany({ data, skipDuplicates: true })
}

/** When a release was deployed last, where one of these revisions was. */
export function deployedAtOf(revisions: readonly FoundRevision[]) {
  const deployed = revisions.findLast((one) => one.operation !== "UNINSTALL" && one.status === "DEPLOYED")
  return deployed === undefined ? {} : { deployedAt: deployed.finishedAt ?? deployed.createdAt }
}

async function reconcileRelease(
  releaseId: string,
  { ending, release, revisions }: Outcome,
): Promise<Release> {
  const { status, inCluster, lastError, uninstallReason, warnings = [] } = release
  const last = revisions.findLast(({ operation }) => operation !== "UNINSTALL")
  return db().release.update({
    where: { id: releaseId },
    data: {
      ...{ status, inCluster, lastError: shortened(lastError), stuckSince: null, warnings },
      cause: lastError === null || ending.cause === null ? Prisma.DbNull : ending.cause,
      ...(last !== undefined && ofRevision(last)),
      ...deployedAtOf(revisions),
      ...(status === "UNINSTALLED" && {
        uninstalledAt: new Date(),
        uninstallReason: shortened(uninstallReason ?? null),
      }),
    },
  })
}

/** What a release is by its last revision. */
export function ofRevision(last: FoundRevision) {
  return {
    revision: last.revision,
    repository: last.repository,
    chartName: last.chartName,
    chartVersion: last.chartVersion,
    appVersion: last.appVersion,
    outOfBand: last.operation === "OUT_OF_BAND",
    ...(last.values !== null && { sealedValues: sealValues(last.values) }),
    ...(last.masked !== null && { sealedMasked: sealValues(last.masked.values) }),
  }
}

const auditEnd: Record<Ending["state"], string> = {
  SUCCEEDED: "",
  FAILED: "_failed",
  CANCELLED: "_cancelled",
}

async function audit(operation: Operation, releaseId: string, outcome: Outcome): Promise<void> {
  const { kind, id, tenantId, releaseName, namespace, requester } = operation
  if (kind === "PREVIEW") return
  const { ending, repaired, release } = outcome
  const word = ending.state === "SUCCEEDED" ? auditVerb[kind] : kind.toLowerCase()
  const detail = { operationId: id, tenantId, releaseName, namespace }
  const subject = { subjectType: "release", subjectId: releaseId }
  await appendAudit(actorOf(requester), {
    action: `release.${word}${auditEnd[ending.state]}`,
    ...subject,
    detail: { ...detail, revision: ending.revision, status: release.status, error: shortened(ending.error) },
  })
  if (repaired !== null) await auditMended(operation, releaseId, repaired)
}

/** `repaired`: what was done about a revision that a killed Helm had left behind. */
export function auditMended(
  { id, tenantId, releaseName, namespace, requester }: Operation,
  releaseId: string,
  repaired: string,
): Promise<void> {
  return appendAudit(actorOf(requester), {
    action: "release.mended",
    ...{ subjectType: "release", subjectId: releaseId },
    detail: { operationId: id, tenantId, releaseName, namespace, repaired },
  })
}
