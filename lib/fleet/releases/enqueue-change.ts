import { enqueueOperation, type ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { changeNoun, statusDuring } from "@/lib/fleet/operations/operation-states"
import { lockActiveTenant } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { findRelease, lockRelease, type ReleaseRow, toRelease } from "./find-release"
import type { ChangeRequest } from "./operation-requests"
import { auditRelease } from "./record-outcome"
import { rejectQuarantinedChange } from "./reject-quarantined-change"
import type { Release } from "./schema"

export type Accepted = { release: Release; operationId: string }

export type PlannedChange = Exclude<ChangeRequest, { kind: "INSTALL" }>

/**
 * Enqueues a change of an existing release. `plan` returns the request for the given row, or throws; it may open charts, so
 * it runs before the row is locked, and again when the row has changed by then.
 */
export function enqueueChange(
  actor: Actor,
  releaseId: string,
  ifMatch: string | null,
  plan: (release: ReleaseRow) => Promise<PlannedChange>,
): Promise<Accepted> {
  return retryPlan(async () => {
    const before = await findRelease(actor, releaseId)
    const request = await plan(before)
    return transaction(async () => {
      const row = await lockRelease(actor, releaseId)
      requireMatch(ifMatch, toRelease(row), "This release")
      return isUnchangedSince(row, before) ? enqueuePlanned(actor, row, request) : null
    })
  })
}

/**
 * Enqueues a planned change in the current transaction, which holds the row's lock. When it throws a 409 nothing has been
 * written, so the transaction may continue. `rolloutId`: the rollout that the change is part of.
 */
export async function enqueuePlanned(
  actor: Actor,
  row: ReleaseRow,
  request: PlannedChange,
  rolloutId: string | null = null,
): Promise<Accepted> {
  const { id: releaseId, tenantId, cluster, namespace, releaseName } = row
  const target = { tenantId, cluster, namespace, releaseName }
  requireInstalled(row)
  if (request.kind !== "UNINSTALL") await lockActiveTenant(row)
  await rejectQuarantinedChange(request, releaseId)
  const operation = { ...target, releaseId, kind: request.kind, request, rolloutId }
  const { id: operationId } = await enqueueOperation(actor, operation)
  await db().release.update({
    where: { id: releaseId },
    data: { status: statusDuring[request.kind], ...optionsOf(request) },
  })
  return accept(actor, target, request, { releaseId, operationId, ...(rolloutId !== null && { rolloutId }) })
}

/** Records that a change was requested, and returns the accepted change. */
export async function accept(
  actor: Actor,
  target: ReleaseTarget,
  request: ChangeRequest,
  { releaseId, operationId, ...detail }: { releaseId: string; operationId: string; rolloutId?: string },
): Promise<Accepted> {
  const { values: _secret, ...options } = { values: null, ...request }
  await auditRelease(actor, `${changeNoun(request.kind)}_requested`, releaseId, target, {
    operationId,
    ...options,
    ...detail,
  })
  await publishEvent("release.updated", releaseId)
  return { release: toRelease(await findRelease(actor, releaseId)), operationId }
}

/** The options of the last change that had options become those of the release. */
function optionsOf(request: ChangeRequest) {
  if (request.kind !== "UPGRADE") return {}
  const { timeoutSeconds, atomic, waitForJobs, description } = request
  return { timeoutSeconds, atomic, waitForJobs, description }
}

/** Throws a 409 when the release is already uninstalled. */
export function requireInstalled({ status, releaseName }: ReleaseRow): void {
  if (status !== "UNINSTALLED") return
  throw conflict(`The release ${releaseName} is uninstalled.`, "release_not_installed")
}

/** Changes need an installed release, except an uninstall, which may only clean up. */
export function requireInCluster({ status, inCluster, releaseName, operations }: ReleaseRow): void {
  if (status !== "UNINSTALLED" && (inCluster || operations.length > 0)) return
  throw conflict(
    `The release ${releaseName} has no resources in the cluster. Install it again instead.`,
    "release_not_installed",
  )
}

/** How often a change is planned when the release keeps changing before it is locked. */
const maxPlans = 3

/** The columns of a release that a plan depends on. */
const planned = [
  "revision",
  "status",
  "inCluster",
  "repository",
  "chartName",
  "chartVersion",
  "appVersion",
  "sealedValues",
  "timeoutSeconds",
] as const satisfies (keyof ReleaseRow)[]

/** Whether a locked release still matches its plan. While another change runs a new plan is useless, so it counts as matching. */
export function isUnchangedSince(locked: ReleaseRow, before: ReleaseRow): boolean {
  return locked.operations.length > 0 || planned.every((field) => locked[field] === before[field])
}

/** Retries while the release no longer matches its plan, for which `attempt` returns null. 409: it never does. */
export async function retryPlan<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let plans = 0; plans < maxPlans; plans++) {
    const result = await attempt()
    if (result !== null) return result
  }
  throw conflict("The release keeps changing. Get its current state and retry.", "release_changed")
}
