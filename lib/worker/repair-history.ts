import { type Cause, maskCause } from "@/lib/fleet/operations/cause"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { abandonedMs, isPending, rolledBackToIn } from "@/lib/fleet/releases/helm-words"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { markRevisionFailed } from "@/lib/kube/cluster/mark-revision-failed"
import { getHistory } from "@/lib/kube/helm/get-history"
import type { HelmError } from "@/lib/kube/helm/helm-error"
import type { HelmStatus } from "@/lib/kube/helm/schema"
import { showMasked } from "@/lib/kube/masking/mask"
import { log } from "@/lib/platform/log"
import { explainFailure } from "./explain-failure"
import { maskerBefore } from "./masker-before"
import { repairRelease } from "./repair-release"
import { mayPass, retry } from "./retry"
import { type Entry, type Own, ownRevisions } from "./revision-origin"
import { waitForHelmExit } from "./wait-for-helm"
import { type Work, whereOf } from "./work"

/** `repairedBy`: the revision that the repair made. `failure`: why the repair failed, also masked. */
export type Repaired = {
  history: Entry[]
  repaired: string | null
  repairedBy: number | null
  failure: { error: HelmError; masked: string; cause: Cause } | null
}

/** Reads Helm's history; retries while the cluster is unavailable and this worker holds the lease. */
export function readHistory(work: Work, maxWaitSeconds: number): Promise<Entry[]> {
  const { lost } = work.held
  return retry(() => readOnce(work), {
    maxWaitSeconds,
    lost,
    leave: work.stopping,
    onFailure: (error) => sayUnavailable(work, error),
  })
}

export function sayUnavailable(work: Work, error: unknown): void {
  const why = error instanceof Error ? error.message : "It does not respond."
  work.progress.say(`The cluster is not available: ${why} Retrying.`, "warning")
}

async function readOnce(work: Work): Promise<Entry[]> {
  const { namespace, release } = whereOf(work)
  const plain = await plainHistory(work)
  if (plain !== null) return plain
  const signal = AbortSignal.any([work.held.lost, work.stopping])
  const quick = { ...work.helm, signal, onLine: undefined, mark: undefined, limits: { wallClockSeconds: 15 } }
  const history = await getHistory(quick, { namespace, release })
  if (history.length === 0) return []
  const kept = await readHelmRevisions(work.api, namespace, release)
  const secrets = new Map(kept.map((secret) => [secret.revision, secret]))
  return history.map((entry) => {
    const { operationId = null, changedAt = entry.updated } = secrets.get(entry.revision) ?? {}
    return { ...entry, operationId, changedAt }
  })
}

/**
 * The history from metadata only, which saves a Helm process: before an install of a name that Helm does not know, and after
 * a change if every revision is complete and successful, so that no description is needed. A rollback is recognized by its
 * description. Null: Helm must be called.
 */
async function plainHistory(work: Work): Promise<Entry[] | null> {
  const { operation, request } = work
  const isStarted = operation.helmStartedAt !== null
  if (request.kind === "ROLLBACK" || (request.kind !== "INSTALL" && !isStarted)) return null
  const { namespace, release } = whereOf(work)
  const kept = await readHelmRevisions(work.api, namespace, release)
  if (kept.length === 0) return isStarted ? null : []
  if (!isStarted || kept.some(({ status }) => !isGood.has(status))) return null
  return kept.map(({ revision, status, changedAt, operationId }) => ({
    ...{ revision, status, changedAt, operationId, updated: changedAt },
    ...{ chart: "", chartVersion: "", appVersion: "", description: "" },
  }))
}

const isGood: ReadonlySet<HelmStatus> = new Set(["deployed", "superseded"])

/** The origin of each revision, as far as this operation made it. */
export function whoMade(
  work: Work,
  { history, repairedBy }: Pick<Repaired, "history" | "repairedBy">,
): Own[] {
  const { operation, request } = work
  const base = operation.helmStartedAt === null ? null : (operation.baseRevision ?? 0)
  return ownRevisions({ operationId: operation.id, request, base, repairedBy }, history)
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
  const made = whoMade(work, { history, repairedBy: null })
  const stuck = history.filter((entry, index) => isLeftBehind(work, entry, made[index] ?? "none"))
  const last = history.at(-1)
  if (stuck.length === 0 || last === undefined) {
    return { history, repaired: null, repairedBy: null, failure: null }
  }
  if (work.held.isLost) throw new LeaseLost(work.operation.id)
  const isRepaired =
    stuck.includes(last) && (last.status !== "uninstalling" || cause === null || mayPass(cause))
  const repair = isRepaired
    ? await repairRelease(work, history, {
        ...{ last, own: made.at(-1) ?? "none", maxWaitSeconds },
        isUntouched: async () => isSame((await readHistory(work, maxWaitSeconds)).at(-1), last),
      })
    : { said: "", restored: null, failure: null }
  for (const { revision } of stuck) await markRevisionFailed(work.api, { ...whereOf(work), revision })
  const { said, restored, failure: error } = repair
  const failure = error === null ? null : { error, ...maskedFailure(work, error) }
  if (failure !== null) {
    log.error({ reason: failure.masked, operationId: work.operation.id }, "could not repair a release")
  }
  const words = stuck.map(({ revision, status }) => `Revision ${revision} was left ${status}.`)
  const why = failure === null ? "" : `Its repair failed: ${failure.masked}`
  const repaired = [...words, said, why].filter((part) => part !== "").join(" ")
  work.progress.say(repaired, "warning")
  const after = await readHistory(work, maxWaitSeconds)
  const isRepair = ({ revision, description }: Entry) =>
    revision > last.revision && rolledBackToIn(description) === restored
  const repairedBy = restored === null ? null : (after.find(isRepair)?.revision ?? null)
  return { history: after, repaired, repairedBy, failure }
}

const isSame = (one: Entry | undefined, other: Entry) =>
  one?.revision === other.revision &&
  one.status === other.status &&
  one.changedAt.getTime() === other.changedAt.getTime()

/** Stored in the audit log, so it contains none of the values. */
function maskedFailure(work: Work, failure: HelmError): { masked: string; cause: Cause } {
  const { text, cause } = explainFailure(failure, [], work.operation.namespace)
  const masker = maskerBefore(work)
  const mask = (said: string) => showMasked(masker.text(said))
  return { masked: mask(text), cause: maskCause(cause, mask) }
}

/** Whether no Helm will complete it: it belongs to this operation, whose Helm has exited, or it is too old. */
function isLeftBehind(work: Work, { status, changedAt }: Entry, own: Own): boolean {
  if (!isPending[status]) return false
  if (own !== "none") return true
  const isOwnRemoval = work.request.kind === "UNINSTALL" && work.operation.helmStartedAt !== null
  if (status === "uninstalling" && isOwnRemoval) return true
  return isAbandoned(changedAt)
}

export const isAbandoned = (changedAt: Date) => Date.now() - changedAt.getTime() >= abandonedMs
