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
import {
  type ChangeContext,
  HandedOver,
  isTransient,
  maskerBefore,
  openChartFor,
  retry,
} from "./change-context"
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

/** How long to wait for the outcome of a change while the cluster is unavailable. After that, an operator must check. */
const outcomeWaitSeconds = 1_800

/** Runs the requested change, or determines what an earlier worker did, and records the outcome. */
export async function runChange(context: ChangeContext): Promise<void> {
  const outcome = await (context.operation.helmStartedAt === null ? start(context) : takeOver(context))
  await context.progress.flush()
  // Not handed over: the next worker would read the history again.
  await retry(context, () => recordOutcome(context.leased.lease, outcome), {
    maxWaitSeconds: outcomeWaitSeconds,
  })
  context.leased.stop()
}

/**
 * An earlier run started Helm, or was about to, and did not finish. Helm's history shows the outcome. Helm is started again
 * only if the earlier one certainly changed nothing.
 */
async function takeOver(context: ChangeContext): Promise<Outcome> {
  context.progress.report(
    "An earlier run did not finish. Its outcome is read from Helm's history.",
    "warning",
  )
  await waitForRemoteHelm(context)
  const after = await repairHistory(context, outcomeWaitSeconds)
  if (hasChangedNothing(context, after) && !(await mayRunRemotely(context))) {
    context.progress.report("The earlier run changed nothing.")
    context.operation.helmStartedAt = null
    return start(context)
  }
  const { cancelRequestedAt, cancelRequestedBy } = context.operation
  const cancelled = cancelRequestedAt !== null
  const by = `Cancelled by ${cancelRequestedBy ?? "an unknown user"}.`
  const failure = cancelled ? plainFailure(by, "cancelled") : null
  return findOutcome(context, after, { failure, cancelled, cause: null })
}

/**
 * An upgrade and a rollback store a permanent revision before they change anything. An install may have been removed
 * with its revision after it failed, and an uninstall runs its hooks first.
 */
function hasChangedNothing({ operation, request }: ChangeContext, { history, repaired }: Repaired): boolean {
  if (request.kind !== "UPGRADE" && request.kind !== "ROLLBACK") return false
  const newest = history.at(-1)
  return (
    newest !== undefined &&
    repaired === null &&
    newest.revision === operation.baseRevision &&
    !isPending[newest.status]
  )
}

async function start(context: ChangeContext): Promise<Outcome> {
  // A Helm process of a worker that was killed between starting Helm and recording that it did.
  await waitForHelmExit(context)
  let history: Entry[]
  try {
    if (context.stopping.aborted) throw new HandedOver()
    if (context.leased.cancelled.aborted) return await unchanged(context, cancelledBefore, "CANCELLED")
    // It may be missing if an earlier run started Helm.
    context.chart ??= await openChartFor(context.request)
    await prepare(context)
    history = await reconcileBefore(context)
    await confine(context, () => renderChange(context, history))
    const base = history.at(-1)?.revision ?? 0
    await retry(context, () => noteStart(context, base))
    context.operation.helmStartedAt = new Date()
    context.operation.baseRevision = base
  } catch (error) {
    if (context.leased.isLost || context.stopping.aborted || isDatabaseUnavailable(error)) throw error
    if (isTransient(error) || error instanceof DomainError) return unchanged(context, explain(context, error))
    throw error
  }
  const ended = await callHelm(context, history)
  if (ended.failure !== null && hasMadeNoRevision(ended.cause)) return unchanged(context, ended.failure)
  return findOutcome(context, await repairHistory(context, outcomeWaitSeconds, ended.cause), ended)
}

/** In this order, so that no change is noted as started after its version was quarantined. */
function noteStart({ leased, request, release }: ChangeContext, baseRevision: number): Promise<void> {
  return transaction(async () => {
    await noteHelmStart(leased.lease, baseRevision)
    await rejectQuarantinedChange(request, release.id)
  })
}

/** Prepares the namespace before Helm is started; retries while the cluster is unavailable. */
function prepare(context: ChangeContext): Promise<void> {
  const { tenant, operation, cluster } = context
  const target = { namespace: operation.namespace, clusterScoped: tenant.clusterScoped }
  const create = context.request.kind === "INSTALL"
  return retry(context, () => prepareNamespace(cluster, target, { create }), {
    handsOver: true,
    onFailure: (error) => reportUnavailable(context, error),
  })
}

async function callHelm(context: ChangeContext, history: readonly Entry[]): Promise<HelmResult> {
  const readiness = new ReadinessPoll(context)
  try {
    await performChange(context, history)
    return { failure: null, cancelled: false, cause: null }
  } catch (thrown) {
    await readiness.stop()
    // The error says nothing about the change: the next worker reads Helm's history.
    if (isDatabaseUnavailable(thrown)) throw thrown
    const error = await explainDeletion(context, thrown)
    const cancelled = error instanceof HelmError && error.kind === "cancelled"
    const byUser = cancelled && !context.stopping.aborted
    const failure = byUser
      ? cancelledWhileRunning
      : cancelled
        ? stopped
        : explain(context, error, readiness.unready)
    context.progress.report(failure.text, "error")
    return { failure, cancelled: byUser, cause: error }
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

const explain = ({ operation }: ChangeContext, error: unknown, unready: readonly Unready[] = []) =>
  explainFailure(error, unready, operation.namespace)

const cancelledBefore = plainFailure("Cancelled before Helm was started.", "cancelled")
const cancelledWhileRunning = plainFailure("Cancelled while Helm was running.", "cancelled")
const stopped = plainFailure(
  "Slipway was stopped while Helm was running, so Helm was stopped.",
  "interrupted",
)

async function unchanged(
  context: ChangeContext,
  failure: Failure,
  state: "CANCELLED" | "FAILED" = "FAILED",
): Promise<Outcome> {
  const masked = maskFailure(failure, (await maskerBefore(context)).visible)
  context.progress.report(masked.error, "error")
  return unchangedOutcome(context.release, state, masked)
}
