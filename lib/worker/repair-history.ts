import { LeaseLost } from "@/lib/fleet/operations/lease"
import { isPending, rolledBackToIn, staleMs } from "@/lib/fleet/releases/helm-status"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { markRevisionFailed, readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import { rollbackRelease, uninstallRelease } from "@/lib/kube/helm/helm-commands"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { log } from "@/lib/platform/log"
import { explainFailure, type MaskedFailure, maskFailure } from "./explain-failure"
import { type Entry, type RevisionOrigin, revisionOrigins } from "./revision-origin"
import { waitForHelmExit } from "./wait-for-helm"
import {
  HandedOver,
  isTransient,
  maskerBefore,
  pause,
  readRevision,
  releaseIdentity,
  retry,
  type Work,
} from "./work"

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
export function readHistory(work: Work, maxWaitSeconds: number, since = startOf(work)): Promise<Entry[]> {
  const { namespace, release } = releaseIdentity(work)
  const read = async () => {
    const secrets = await readHelmRevisions(work.api, namespace, release)
    return Promise.all(
      secrets.map(async (secret) => {
        const stored = secret.revision > since ? await readStoredRevision(work.api, secret) : null
        return { ...secret, description: stored?.record.description ?? "" }
      }),
    )
  }
  const onFailure = (error: unknown) => reportUnavailable(work, error)
  return retry(work, read, { maxWaitSeconds, handsOver: true, onFailure })
}

/** Helm's last revision before the change; infinite if Helm was not started for it. */
const startOf = ({ operation }: Work) =>
  operation.helmStartedAt === null ? Number.POSITIVE_INFINITY : (operation.baseRevision ?? 0)

export function reportUnavailable(work: Work, error: unknown): void {
  const reason = error instanceof Error ? error.message : "It does not respond."
  work.progress.report(`The cluster is not available: ${reason} Retrying.`, "warning")
}

export function originsOf(
  work: Work,
  { history, repairedBy }: Pick<Repaired, "history" | "repairedBy">,
): RevisionOrigin[] {
  const { operation, request } = work
  const context = { operationId: operation.id, request, base: startOf(work), repairedBy }
  return revisionOrigins(context, history)
}

/**
 * Helm's history once no worker changes the release any more. A revision that an interrupted Helm left pending is repaired
 * once; if Helm itself failed (`cause`), nothing is run again. A revision that another Helm client may still be working on
 * is left unchanged.
 */
export async function repairHistory(
  work: Work,
  maxWaitSeconds: number,
  cause: unknown = null,
): Promise<Repaired> {
  await waitForHelmExit(work)
  const history = await readHistory(work, maxWaitSeconds)
  const origins = originsOf(work, { history, repairedBy: null })
  const stuck = history.filter((entry, index) => isLeftBehind(work, entry, origins[index] ?? "none"))
  const last = history.at(-1)
  if (stuck.length === 0 || last === undefined) {
    return { history, repaired: null, repairedBy: null, failure: null }
  }
  if (work.leased.isLost) throw new LeaseLost(work.operation.id)
  const isRepaired =
    stuck.includes(last) && (last.status !== "uninstalling" || cause === null || isTransient(cause))
  const origin = origins.at(-1) ?? "none"
  const repair = isRepaired
    ? await repairRelease(work, history, last, origin, maxWaitSeconds)
    : { summary: "" }
  for (const { revision } of stuck) await markRevisionFailed(work.api, { ...releaseIdentity(work), revision })
  const { summary, restored, failure: thrown } = repair
  const failure = thrown === undefined ? null : { thrown, ...(await maskedFailure(work, thrown)) }
  if (failure !== null) {
    log.error({ reason: failure.error, operationId: work.operation.id }, "could not repair a release")
  }
  const states = stuck.map(({ revision, status }) => `Revision ${revision} was left ${status}.`)
  const repairNote = failure === null ? "" : `Its repair failed: ${failure.error}`
  const repaired = [...states, summary, repairNote].filter((part) => part !== "").join(" ")
  work.progress.report(repaired, "warning")
  const after = await readHistory(work, maxWaitSeconds, Math.min(last.revision, startOf(work)))
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
async function maskedFailure(work: Work, failure: HelmError): Promise<MaskedFailure> {
  const masker = await maskerBefore(work)
  return maskFailure(explainFailure(failure, [], work.operation.namespace), masker.visible)
}

/** Whether no Helm process will complete it: it belongs to this operation, whose Helm has exited, or it is too old. */
function isLeftBehind(work: Work, { status, changedAt }: Entry, origin: RevisionOrigin): boolean {
  if (!isPending[status]) return false
  if (origin !== "none") return true
  const isOwnRemoval = work.request.kind === "UNINSTALL" && work.operation.helmStartedAt !== null
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
  work: Work,
  history: readonly Entry[],
  last: Entry,
  origin: RevisionOrigin,
  maxWaitSeconds: number,
): Promise<RepairResult> {
  const repair = planRepair(work, history, last)
  const isUntouched = async () => isSame((await readHistory(work, maxWaitSeconds)).at(-1), last)
  const deadline = Date.now() + maxWaitSeconds * 1_000
  // A pending rollback or uninstall may have run some or all of its hooks.
  const hasStarted = last.status === "uninstalling" || origin === "restored"
  if (hasStarted && (await runsHooks(work, repair))) return leftUnrepaired(last)
  if (work.leased.isLost) throw new LeaseLost(work.operation.id)
  if (work.stopping.aborted) throw new HandedOver()
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
      if (isOver || ((await runsHooks(work, repair)) && !(await isUntouched()))) {
        return { summary: "", failure: error }
      }
    }
    await pause(work, waitMs)
  }
}

function planRepair(work: Work, history: readonly Entry[], last: Entry): Repair {
  const { timeoutSeconds } = work.release
  const restorable = revisionToRestore(work, history, last)
  const input = { ...releaseIdentity(work), wait: true, timeoutSeconds }
  // Cancelling the change does not cancel its repair.
  const helm = { ...work.helm, signal: undefined }
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
  const skipHooks = work.request.kind === "UNINSTALL" && work.request.skipHooks
  return {
    hooks: skipHooks ? [] : ["pre-delete", "post-delete"],
    hooksOf: last.revision,
    // The requester of an uninstall decides whether it is run again.
    tries: work.request.kind === "UNINSTALL" ? 1 : maxUnknown,
    run: () => uninstallRelease(helm, { ...input, keepHistory: false, skipHooks }),
    result: { summary: "The incomplete release was uninstalled." },
  }
}

async function runsHooks(work: Work, { hooks, hooksOf: revision }: Repair): Promise<boolean> {
  if (hooks.length === 0) return false
  const stored = await readRevision(work, revision, { handsOver: true })
  return stored?.record.hooks.some(({ events }) => events.some((event) => hooks.includes(event))) ?? false
}

const leftUnrepaired = ({ status }: Entry): RepairResult => ({
  summary:
    status === "uninstalling"
      ? "Its delete hooks may have run, so they are not run again. Uninstall it again, with skipHooks to skip them."
      : "Its rollback hooks may have run, so they are not run again.",
})

function revisionToRestore({ request, operation }: Work, history: readonly Entry[], last: Entry) {
  // Revisions that an install finds under its name belong to a different release.
  const from = request.kind === "INSTALL" ? (operation.baseRevision ?? 0) : 0
  const before = history.filter(({ revision }) => revision > from && revision < last.revision)
  const newest = (expected: Entry["status"]) => before.findLast(({ status }) => status === expected)
  return newest("deployed") ?? newest("superseded") ?? newest("failed")
}
