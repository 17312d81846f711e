import { noteHelmStart } from "@/lib/fleet/operations/lease"
import { isPending } from "@/lib/fleet/releases/helm-status"
import { type Outcome, recordOutcome } from "@/lib/fleet/releases/record-outcome"
import { rejectQuarantinedChange } from "@/lib/fleet/releases/reject-quarantined-change"
import type { Unready } from "@/lib/kube/cluster/explain-unready"
import { prepareNamespace } from "@/lib/kube/cluster/tenant-account"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { confine } from "./confine"
import { explainDeletion } from "./explain-deletion"
import { explainFailure, type Failure, maskFailure, plainFailure } from "./explain-failure"
import { findOutcome, type HelmResult, unchangedOutcome } from "./find-outcome"
import { performChange, renderChange } from "./perform-change"
import { ReadinessPoll } from "./readiness-poll"
import { reconcileBefore } from "./reconcile-before"
import { type Repaired, repairHistory, reportUnavailable } from "./repair-history"
import type { Entry } from "./revision-origin"
import { mayRunRemotely, waitForHelmExit, waitForRemoteHelm } from "./wait-for-helm"
import { HandedOver, isTransient, maskerBefore, openChartFor, retry, type Work } from "./work"

/** How long to wait for the outcome of a change while the cluster is unavailable. After that, an operator must check. */
const outcomeWaitSeconds = 1_800

/** Runs the requested change, or determines what an earlier worker did, and records the outcome. */
export async function runChange(work: Work): Promise<void> {
  const outcome = await (work.operation.helmStartedAt === null ? start(work) : takeOver(work))
  await work.progress.flush()
  // Not handed over: the next worker would read the history again.
  await retry(work, () => recordOutcome(work.leased.lease, outcome), { maxWaitSeconds: outcomeWaitSeconds })
  work.leased.stop()
}

/**
 * An earlier run started Helm, or was about to, and did not finish. Helm's history shows the outcome. Helm is started again
 * only if the earlier one certainly changed nothing.
 */
async function takeOver(work: Work): Promise<Outcome> {
  work.progress.report("An earlier run did not finish. Its outcome is read from Helm's history.", "warning")
  await waitForRemoteHelm(work)
  const after = await repairHistory(work, outcomeWaitSeconds)
  if (hasChangedNothing(work, after) && !(await mayRunRemotely(work))) {
    work.progress.report("The earlier run changed nothing.")
    work.operation.helmStartedAt = null
    return start(work)
  }
  const { cancelRequestedAt, cancelRequestedBy } = work.operation
  const cancelled = cancelRequestedAt !== null
  const by = `Cancelled by ${cancelRequestedBy ?? "an unknown user"}.`
  const failure = cancelled ? plainFailure(by, "cancelled") : null
  return findOutcome(work, after, { failure, cancelled, cause: null })
}

/**
 * An upgrade and a rollback store a permanent revision before they change anything. An install may have been removed
 * with its revision after it failed, and an uninstall runs its hooks first.
 */
function hasChangedNothing({ operation, request }: Work, { history, repaired }: Repaired): boolean {
  if (request.kind !== "UPGRADE" && request.kind !== "ROLLBACK") return false
  const newest = history.at(-1)
  return (
    newest !== undefined &&
    repaired === null &&
    newest.revision === operation.baseRevision &&
    !isPending[newest.status]
  )
}

async function start(work: Work): Promise<Outcome> {
  // A Helm process of a worker that was killed between starting Helm and recording that it did.
  await waitForHelmExit(work)
  let history: Entry[]
  try {
    if (work.stopping.aborted) throw new HandedOver()
    if (work.leased.cancelled.aborted)
      return await unchanged(work, plainFailure("Cancelled before Helm was started.", "cancelled"), true)
    // It may be missing if an earlier run started Helm.
    work.chart ??= await openChartFor(work.request)
    await prepare(work)
    history = await reconcileBefore(work)
    await confine(work, () => renderChange(work, history))
    const base = history.at(-1)?.revision ?? 0
    await retry(work, () => noteStart(work, base))
    work.operation.helmStartedAt = new Date()
    work.operation.baseRevision = base
  } catch (error) {
    if (work.leased.isLost || work.stopping.aborted || isDatabaseUnavailable(error)) throw error
    if (isTransient(error) || error instanceof DomainError)
      return unchanged(work, explain(work, error), false)
    throw error
  }
  const ended = await callHelm(work, history)
  if (ended.madeNoRevision) return unchanged(work, ended.failure ?? stopped, ended.cancelled)
  return findOutcome(work, await repairHistory(work, outcomeWaitSeconds, ended.cause), ended)
}

/** In this order, so that no change is noted as started after its version was quarantined. */
function noteStart({ leased, request, release }: Work, baseRevision: number): Promise<void> {
  return transaction(async () => {
    await noteHelmStart(leased.lease, baseRevision)
    await rejectQuarantinedChange(request, release.id)
  })
}

/** Prepares the namespace before Helm is started; retries while the cluster is unavailable. */
function prepare(work: Work): Promise<void> {
  const { tenant, operation, cluster } = work
  const target = { namespace: operation.namespace, clusterScoped: tenant.clusterScoped }
  const create = work.request.kind === "INSTALL"
  return retry(work, () => prepareNamespace(cluster, target, { create }), {
    handsOver: true,
    onFailure: (error) => reportUnavailable(work, error),
  })
}

type HelmCall = HelmResult & { madeNoRevision: boolean }

async function callHelm(work: Work, history: readonly Entry[]): Promise<HelmCall> {
  const readiness = new ReadinessPoll(work)
  try {
    await performChange(work, history)
    return { failure: null, cancelled: false, madeNoRevision: false, cause: null }
  } catch (thrown) {
    await readiness.stop()
    // The error says nothing about the change: the next worker reads Helm's history.
    if (isDatabaseUnavailable(thrown)) throw thrown
    const error = await explainDeletion(work, thrown)
    const cancelled = error instanceof HelmError && error.kind === "cancelled"
    const byUser = cancelled && !work.stopping.aborted
    const failure = byUser
      ? cancelledWhileRunning
      : cancelled
        ? stopped
        : explain(work, error, readiness.unready)
    work.progress.report(failure.text, "error")
    return { failure, cancelled: byUser, madeNoRevision: hasMadeNoRevision(error), cause: error }
  } finally {
    await readiness.stop()
  }
}

/**
 * Helm, or the preparation of its call, failed before a revision was stored: a pending revision belongs to another
 * client.
 */
function hasMadeNoRevision(error: unknown): boolean {
  if (error instanceof DomainError) return true
  return error instanceof HelmError && ["in_progress", "name_in_use", "not_installed"].includes(error.kind)
}

const explain = ({ operation }: Work, error: unknown, unready: readonly Unready[] = []) =>
  explainFailure(error, unready, operation.namespace)

const cancelledWhileRunning = plainFailure("Cancelled while Helm was running.", "cancelled")
const stopped = plainFailure(
  "Slipway was stopped while Helm was running, so Helm was stopped.",
  "interrupted",
)

async function unchanged(work: Work, failure: Failure, cancelled: boolean): Promise<Outcome> {
  const masked = maskFailure(failure, (await maskerBefore(work)).visible)
  work.progress.report(masked.error, "error")
  return unchangedOutcome(work.release, cancelled ? "CANCELLED" : "FAILED", masked)
}
