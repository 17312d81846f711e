import { LeaseLost } from "@/lib/fleet/operations/lease"
import { isPending, rolledBackToIn, staleMs } from "@/lib/fleet/releases/helm-status"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { markRevisionFailed, readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import { rollbackRelease, uninstallRelease } from "@/lib/kube/helm/helm-commands"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { log } from "@/lib/platform/log"
import {
  type ChangeContext,
  HandedOver,
  isTransient,
  maskerBefore,
  pause,
  readRevision,
  releaseKey,
  retry,
} from "./change-context"
import { explainFailure, type MaskedFailure, maskFailure } from "./explain-failure"
import { type Entry, type RevisionOrigin, revisionOrigins } from "./revision-origin"
import { waitForHelmExit } from "./wait-for-helm"

/** `repairedBy`: the revision that the repair made. `failure`: why the repair failed. */
export type Repaired = {
  history: Entry[]
  repaired: string | null
  repairedBy: number | null
  failure: (MaskedFailure & { thrown: HelmError }) | null
}

/**
 * Reads Helm's history from its storage; retries while the cluster is unavailable and this worker holds the lease. Only
 * revisions after `since` have a description, by which rollbacks and repairs are recognized. Default: those that exist
 * since the change was started.
 */
export function readHistory(
  context: ChangeContext,
  maxWaitSeconds: number,
  since = revisionBefore(context),
): Promise<Entry[]> {
  const read = async () => {
    const secrets = await readHelmRevisions(context.api, context.operation)
    return Promise.all(
      secrets.map(async (secret) => {
        const stored =
          secret.revision > since ? await readStoredRevision(context.api, secret, secret.revision) : null
        return { ...secret, description: stored?.record.description ?? "" }
      }),
    )
  }
  const onFailure = (error: unknown) => reportUnavailable(context, error)
  return retry(context, read, { maxWaitSeconds, handsOver: true, onFailure })
}

/** Helm's last revision before the change; infinite if Helm was not started for it. */
const revisionBefore = ({ operation }: ChangeContext) =>
  operation.helmStartedAt === null ? Number.POSITIVE_INFINITY : (operation.baseRevision ?? 0)

export function reportUnavailable(context: ChangeContext, error: unknown): void {
  const reason = error instanceof Error ? error.message : "It does not respond."
  context.progress.report(`The cluster is not available: ${reason} Retrying.`, "warning")
}

export function originsOf(
  context: ChangeContext,
  { history, repairedBy }: Pick<Repaired, "history" | "repairedBy">,
): RevisionOrigin[] {
  const { operation, request } = context
  const facts = { operationId: operation.id, request, base: revisionBefore(context), repairedBy }
  return revisionOrigins(facts, history)
}

/**
 * Helm's history once no worker changes the release any more. A revision that an interrupted Helm left pending is repaired
 * once; if Helm itself failed (`cause`), nothing is run again. A revision that another Helm client may still be working on
 * is left unchanged.
 */
export async function repairHistory(
  context: ChangeContext,
  maxWaitSeconds: number,
  cause: unknown = null,
): Promise<Repaired> {
  await waitForHelmExit(context)
  const history = await readHistory(context, maxWaitSeconds)
  const origins = originsOf(context, { history, repairedBy: null })
  const stuck = history.filter((entry, index) => isLeftBehind(context, entry, origins[index] ?? "none"))
  const last = history.at(-1)
  if (stuck.length === 0 || last === undefined) {
    return { history, repaired: null, repairedBy: null, failure: null }
  }
  if (context.leased.isLost) throw new LeaseLost(context.operation.id)
  const isRepaired =
    stuck.includes(last) && (last.status !== "uninstalling" || cause === null || isTransient(cause))
  const origin = origins.at(-1) ?? "none"
  const repair = isRepaired
    ? await repairRelease(context, history, last, origin, maxWaitSeconds)
    : { summary: "" }
  for (const { revision } of stuck) await markRevisionFailed(context.api, context.operation, revision)
  const { summary, restored, failure: thrown } = repair
  const failure = thrown === undefined ? null : { thrown, ...(await maskedFailure(context, thrown)) }
  if (failure !== null) {
    log.error({ reason: failure.error, operationId: context.operation.id }, "could not repair a release")
  }
  const states = stuck.map(({ revision, status }) => `Revision ${revision} was left ${status}.`)
  const repairNote = failure === null ? "" : `Its repair failed: ${failure.error}`
  const repaired = [...states, summary, repairNote].filter((part) => part !== "").join(" ")
  context.progress.report(repaired, "warning")
  const after = await readHistory(context, maxWaitSeconds, Math.min(last.revision, revisionBefore(context)))
  const isRepair = ({ revision, description }: Entry) =>
    revision > last.revision && rolledBackToIn(description) === restored
  const repairedBy = restored === undefined ? null : (after.find(isRepair)?.revision ?? null)
  return { history: after, repaired, repairedBy, failure }
}

const isSame = (one: Entry | undefined, other: Entry) =>
  one?.revision === other.revision &&
  one.status === other.status &&
  one.changedAt.getTime() === other.changedAt.getTime()

/** Stored in the audit log, so it must not contain values. */
async function maskedFailure(context: ChangeContext, failure: HelmError): Promise<MaskedFailure> {
  const masker = await maskerBefore(context)
  return maskFailure(explainFailure(failure, [], context.operation.namespace), masker.visible)
}

/** Whether no Helm process will complete it: it belongs to this operation, whose Helm has exited, or it is too old. */
function isLeftBehind(context: ChangeContext, { status, changedAt }: Entry, origin: RevisionOrigin): boolean {
  if (!isPending[status]) return false
  if (origin !== "none") return true
  const isOwnRemoval = context.request.kind === "UNINSTALL" && context.operation.helmStartedAt !== null
  if (status === "uninstalling" && isOwnRemoval) return true
  return isStale(changedAt)
}

export const isStale = (changedAt: Date) => Date.now() - changedAt.getTime() >= staleMs

/** `failure`: Helm's reason why the repair failed; the repair is not retried. */
type RepairResult = { summary: string; restored?: number; failure?: HelmError }

/** The maximum attempts of a repair that fails for an unknown reason. */
const maxUnknown = 3

type Repair = {
  hooks: readonly string[]
  hooksOf: number
  /** The maximum attempts when it fails for an unknown reason. */
  tries: number
  run: () => Promise<void>
  result: RepairResult
}

const firstWaitMs = 250
const maxWaitMs = 5_000

/**
 * Repairs a release whose last revision was left pending: a first revision is uninstalled, after others the newest good
 * revision is restored, and an interrupted uninstall is completed. A repair with hooks is repeated only if Helm's history
 * shows that none of it had started.
 */
async function repairRelease(
  context: ChangeContext,
  history: readonly Entry[],
  last: Entry,
  origin: RevisionOrigin,
  maxWaitSeconds: number,
): Promise<RepairResult> {
  const repair = planRepair(context, history, last)
  const isUntouched = async () => isSame((await readHistory(context, maxWaitSeconds)).at(-1), last)
  const deadline = Date.now() + maxWaitSeconds * 1_000
  // A pending rollback or uninstall may have run some or all of its hooks.
  const hasStarted = last.status === "uninstalling" || origin === "restored"
  if (hasStarted && (await runsHooks(context, repair))) return leftUnrepaired(last)
  if (context.leased.isLost) throw new LeaseLost(context.operation.id)
  if (context.stopping.aborted) throw new HandedOver()
  let tries = 0
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, maxWaitMs)) {
    try {
      await repair.run()
      return repair.result
    } catch (error) {
      if (!(error instanceof HelmError)) throw error
      tries += 1
      const isWorthRetrying = isTransient(error) || (error.kind === "other" && tries < repair.tries)
      const isOver = !isWorthRetrying || Date.now() + waitMs > deadline
      if (isOver || ((await runsHooks(context, repair)) && !(await isUntouched()))) {
        return { summary: "", failure: error }
      }
    }
    await pause(context, waitMs)
  }
}

function planRepair(context: ChangeContext, history: readonly Entry[], last: Entry): Repair {
  const { timeoutSeconds } = context.release
  const restorable = revisionToRestore(context, history, last)
  const input = { ...releaseKey(context.operation), wait: true, timeoutSeconds }
  // Cancelling the change does not cancel its repair.
  const helm = { ...context.helm, signal: undefined }
  if (last.status !== "uninstalling" && restorable !== undefined) {
    return {
      hooks: ["pre-rollback", "post-rollback"],
      hooksOf: restorable.revision,
      tries: maxUnknown,
      run: () => rollbackRelease(helm, { ...input, revision: restorable.revision }),
      result: {
        summary: `Revision ${restorable.revision} was restored.`,
        restored: restorable.revision,
      },
    }
  }
  const skipHooks = context.request.kind === "UNINSTALL" && context.request.skipHooks
  return {
    hooks: skipHooks ? [] : ["pre-delete", "post-delete"],
    hooksOf: last.revision,
    // The requester of an uninstall decides whether it is run again.
    tries: context.request.kind === "UNINSTALL" ? 1 : maxUnknown,
    run: () => uninstallRelease(helm, { ...input, skipHooks }),
    result: { summary: "The incomplete release was uninstalled." },
  }
}

async function runsHooks(context: ChangeContext, { hooks, hooksOf: revision }: Repair): Promise<boolean> {
  if (hooks.length === 0) return false
  const stored = await readRevision(context, revision, { handsOver: true })
  return stored?.record.hooks.some(({ events }) => events.some((event) => hooks.includes(event))) ?? false
}

const leftUnrepaired = ({ status }: Entry): RepairResult => ({
  summary:
    status === "uninstalling"
      ? "Its delete hooks may have run, so they are not run again. Uninstall it again, with skipHooks to skip them."
      : "Its rollback hooks may have run, so they are not run again.",
})

function revisionToRestore({ request, operation }: ChangeContext, history: readonly Entry[], last: Entry) {
  // Revisions that an install finds under its name belong to a different release.
  const from = request.kind === "INSTALL" ? (operation.baseRevision ?? 0) : 0
  const before = history.filter(({ revision }) => revision > from && revision < last.revision)
  const newest = (expected: Entry["status"]) => before.findLast(({ status }) => status === expected)
  return newest("deployed") ?? newest("superseded") ?? newest("failed")
}
