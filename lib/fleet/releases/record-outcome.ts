import { v7 as uuidv7 } from "uuid"
import type { Cause } from "@/lib/fleet/operations/cause"
import { type Ending, finishOperation, shortened } from "@/lib/fleet/operations/finish-operation"
import { type Lease, lockLeasedOperation } from "@/lib/fleet/operations/lease"
import { type Change, changeNoun, pastTense } from "@/lib/fleet/operations/operation-states"
import { actorOf } from "@/lib/fleet/operations/requester"
import type { AuditVerb } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, systemActor } from "@/lib/identity/auth/actor"
import {
  type Operation,
  Prisma,
  type Release,
  type ReleaseRevision,
} from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import type { ReleaseStatus } from "./schema"
import { type SealedRevision, sealValues } from "./sealed-values"

type Columns = Omit<ReleaseRevision, "id" | "releaseId" | "sealedValues" | "sealedMasked" | "cause">
type Unset = "operationId" | "chartDigest" | "finishedAt" | "rolledBackTo" | "reason" | "error" | "warnings"

type ChartColumns = Pick<Columns, "repository" | "chartName" | "chartVersion" | "appVersion">

/** A revision from Helm's history with additional data of Slipway. */
export type FoundRevision = Omit<Columns, Unset> &
  Partial<Pick<Columns, Unset>> & {
    values: Record<string, unknown> | null
    masked: SealedRevision | null
    cause?: Cause | null
  }

/** The record of an uninstall, under the number of the revision that it removed. */
export function uninstallRevision(
  { repository, chartName, chartVersion, appVersion }: Release,
  fields: Omit<FoundRevision, "operation" | "values" | "masked" | keyof ChartColumns>,
): FoundRevision {
  const chart = { repository, chartName, chartVersion, appVersion }
  return { ...chart, operation: "UNINSTALL", values: null, masked: null, ...fields }
}

export type Outcome = {
  ending: Ending
  /** The revisions that are not recorded yet, oldest first. */
  revisions: readonly FoundRevision[]
  release: {
    status: ReleaseStatus
    inCluster: boolean
    lastError: string | null
    /** Why the release was uninstalled, if it was. */
    uninstallReason?: string | null
    /** The objects that an uninstall left in the cluster. */
    warnings?: string[]
  }
  /** How an unfinished revision of a killed Helm process was repaired, as a sentence; null: no repair was needed. */
  repaired: string | null
}

/** Records the outcome of a change in one transaction. Throws LeaseLost without having written anything. */
export async function recordOutcome(lease: Lease, outcome: Outcome): Promise<void> {
  await transaction(async () => {
    const operation = await finishOperation(lease, outcome.ending)
    const { releaseId } = operation
    if (releaseId === null) return
    const release = await applyRevisions(releaseId, outcome.revisions, columnsOfOutcome(outcome))
    await auditRevisions(release, outcome.revisions)
    await audit(operation, releaseId, outcome)
  })
}

/** Adds revisions to a release, oldest first, and changes its columns, in the current transaction. */
export async function applyRevisions(
  id: string,
  revisions: readonly FoundRevision[],
  change: Prisma.ReleaseUpdateInput,
): Promise<Release> {
  await addRevisions(id, revisions)
  const last = revisions.findLast(({ operation }) => operation !== "UNINSTALL")
  const columns = { ...change, ...(last && columnsOfRevision(last)), ...deployedAtOf(revisions) }
  const release = await db().release.update({ where: { id }, data: columns })
  await publishEvent("release.updated", id)
  return release
}

/** Adds revisions that are not recorded yet; recorded ones are immutable. */
export async function addRevisions(releaseId: string, revisions: readonly FoundRevision[]): Promise<void> {
  const data = revisions.map(({ values, masked, cause, ...revision }) => ({
    ...revision,
    error: shortened(revision.error ?? null),
    cause: cause ?? Prisma.DbNull,
    id: uuidv7(),
    releaseId,
    sealedValues: values === null ? null : sealValues(values),
    sealedMasked: masked?.sealed ?? null,
  }))
  await db().releaseRevision.createMany({ data, skipDuplicates: true })
}

export function deployedAtOf(revisions: readonly FoundRevision[]) {
  const deployed = revisions.findLast(
    (revision) => revision.operation !== "UNINSTALL" && revision.status === "DEPLOYED",
  )
  return deployed === undefined ? {} : { deployedAt: deployed.finishedAt ?? deployed.createdAt }
}

function columnsOfOutcome({ ending, release }: Outcome): Prisma.ReleaseUpdateInput {
  const { status, inCluster, lastError, uninstallReason, warnings = [] } = release
  return {
    status,
    inCluster,
    lastError: shortened(lastError),
    stuckSince: null,
    warnings,
    cause: lastError === null || ending.cause === null ? Prisma.DbNull : ending.cause,
    ...(status === "UNINSTALLED" && {
      uninstalledAt: new Date(),
      uninstallReason: shortened(uninstallReason ?? null),
    }),
  }
}

/** The columns of a release that follow from its last revision. */
export function columnsOfRevision(last: FoundRevision) {
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

async function audit(operation: Operation, releaseId: string, outcome: Outcome): Promise<void> {
  const { kind } = operation
  if (kind === "PREVIEW") return
  const { ending, repaired, release } = outcome
  const detail = { revision: ending.revision, status: release.status, error: shortened(ending.error) }
  await auditOperation(operation, endingVerb(kind, ending.state), releaseId, detail)
  if (repaired !== null) await auditOperation(operation, "repaired", releaseId, { repaired })
}

function endingVerb(kind: Change, state: Ending["state"]): AuditVerb<"release"> {
  if (state === "SUCCEEDED") return pastTense[kind]
  return state === "FAILED" ? `${changeNoun(kind)}_failed` : `${changeNoun(kind)}_cancelled`
}

function auditOperation(
  operation: Operation,
  verb: AuditVerb<"release">,
  releaseId: string,
  detail: object,
): Promise<void> {
  const actor = actorOf(operation.requester)
  return auditRelease(actor, verb, releaseId, operation, { operationId: operation.id, ...detail })
}

/** Records what happened to a release in the audit log, in the current transaction. */
export function auditRelease(
  actor: Actor,
  verb: AuditVerb<"release">,
  releaseId: string,
  { tenantId, releaseName, namespace }: Pick<Release, "tenantId" | "releaseName" | "namespace">,
  detail: object,
): Promise<void> {
  return appendAudit(actor, `release.${verb}`, releaseId, { tenantId, releaseName, namespace, ...detail })
}

/**
 * Records revisions found before a change starts, in one transaction, so that they are kept regardless of the outcome:
 * an uninstall deletes Helm's history. Returns the release. Throws LeaseLost without having written anything.
 */
export async function recordFound(
  lease: Lease,
  { revisions, repaired }: { revisions: readonly FoundRevision[]; repaired: string | null },
): Promise<Release> {
  return transaction(async () => {
    const operation = await lockLeasedOperation(lease)
    const id = operation.releaseId ?? ""
    const release = await applyRevisions(id, revisions, revisions.length > 0 ? { inCluster: true } : {})
    await auditRevisions(release, revisions)
    if (repaired !== null) await auditOperation(operation, "repaired", id, { repaired })
    return release
  })
}

/** Records a change made outside Slipway in the audit log, in the current transaction. */
export function auditOutside(
  release: Release,
  verb: "changed_outside" | "removed_outside" | "stuck",
  extra: object,
): Promise<void> {
  const detail = { cluster: release.cluster, ...extra }
  return auditRelease(systemActor("cluster watch"), verb, release.id, release, detail)
}

/** Records the revisions that were not created by Slipway, if any. */
async function auditRevisions(release: Release, revisions: readonly FoundRevision[]): Promise<void> {
  const outside = revisions.filter(({ operation }) => operation === "OUT_OF_BAND")
  if (outside.length === 0) return
  await auditOutside(release, "changed_outside", {
    status: outside.at(-1)?.status,
    revisions: outside.map(namedRevision),
  })
}

export const namedRevision = ({ revision, chartName, chartVersion }: FoundRevision) => ({
  revision,
  chartName,
  chartVersion,
})
