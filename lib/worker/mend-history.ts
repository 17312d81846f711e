import { readHelmRevisions } from "@/lib/cluster/helm-secrets"
import { markRevisionFailed } from "@/lib/cluster/mark-revision-failed"
import { getHistory } from "@/lib/helm/get-history"
import { rollbackRelease } from "@/lib/helm/rollback-release"
import { uninstallRelease } from "@/lib/helm/uninstall-release"
import { LeaseLost } from "@/lib/operations/lease"
import { abandonedMilliseconds, isPending, rolledBackToIn } from "@/lib/releases/helm-words"
import { askAgain } from "./ask-again"
import { untilNoHelmRuns } from "./await-helm"
import { type Entry, type Own, ownRevisions } from "./own-revisions"
import { type Work, whereOf } from "./work"

/** `mendedBy`: the revision that was made to mend it, where one was. */
export type Mended = { history: Entry[]; mended: string | null; mendedBy: number | null }

/** Helm's history, asked for as long as the cluster is away and this worker has the operation. */
export function readHistory(work: Work, patienceSeconds: number): Promise<Entry[]> {
  const { lost } = work.held
  return askAgain(() => readOnce(work), {
    patienceSeconds,
    lost,
    leave: work.stopping,
    onFailure: (error) => {
      const why = error instanceof Error ? error.message : "It does not answer."
      work.progress.say(`The cluster cannot be asked: ${why} Asking again.`, "warning")
    },
  })
}

async function readOnce(work: Work): Promise<Entry[]> {
  const { namespace, release } = whereOf(work)
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

/** Whose each revision is, as far as this operation made it. */
export function whoMade(work: Work, { history, mendedBy }: Pick<Mended, "history" | "mendedBy">): Own[] {
  const { operation, request } = work
  const base = operation.helmStartedAt === null ? null : (operation.baseRevision ?? 0)
  return ownRevisions({ operationId: operation.id, request, base, mendedBy }, history)
}

/**
 * What Helm has of the release once nobody of Slipway's works on it any more. A revision that a killed Helm left pending is
 * resolved: the first is uninstalled, after others the newest good revision is restored, and an uninstall that stopped is
 * finished. One that somebody else may still be at work on is left alone.
 */
export async function mendHistory(work: Work, patienceSeconds: number): Promise<Mended> {
  await untilNoHelmRuns(work)
  const history = await readHistory(work, patienceSeconds)
  const made = whoMade(work, { history, mendedBy: null })
  const stuck = history.filter((entry, index) => isLeftBehind(work, entry, made[index] ?? "none"))
  const last = history.at(-1)
  if (stuck.length === 0 || last === undefined) return { history, mended: null, mendedBy: null }
  if (work.held.isLost) throw new LeaseLost(work.operation.id)
  const resolved = stuck.includes(last) ? await resolve(work, history, last) : { said: "", restored: null }
  for (const { revision, status } of stuck) {
    if (status !== "uninstalling") await markRevisionFailed(work.api, { ...whereOf(work), revision })
  }
  const words = stuck.map(({ revision, status }) => `Revision ${revision} was left ${status}.`)
  const mended = [...words, resolved.said].filter((part) => part !== "").join(" ")
  work.progress.say(mended, "warning")
  const after = await readHistory(work, patienceSeconds)
  const mender = ({ revision, description }: Entry) =>
    revision > last.revision && rolledBackToIn(description) === resolved.restored
  const mendedBy = resolved.restored === null ? null : (after.find(mender)?.revision ?? null)
  return { history: after, mended, mendedBy }
}

/** Whether nobody will finish it: it is the operation's own, whose Helm has ended, or it is too old. */
function isLeftBehind(work: Work, { status, changedAt }: Entry, own: Own): boolean {
  if (!isPending[status]) return false
  if (own !== "none") return true
  const isOwnRemoval = work.request.kind === "UNINSTALL" && work.operation.helmStartedAt !== null
  if (status === "uninstalling" && isOwnRemoval) return true
  return isAbandoned(changedAt)
}

export const isAbandoned = (changedAt: Date) => Date.now() - changedAt.getTime() >= abandonedMilliseconds

async function resolve(
  work: Work,
  history: readonly Entry[],
  last: Entry,
): Promise<{ said: string; restored: number | null }> {
  const { timeoutSeconds } = work.release
  const good = goodRevision(work, history, last)
  const input = { ...whereOf(work), wait: true, timeoutSeconds }
  // What mends is not to be stopped by whoever cancelled the change.
  const helm = { ...work.helm, signal: undefined }
  if (last.status === "uninstalling" || good === undefined) {
    await uninstallRelease(helm, { ...input, keepHistory: false })
    return { said: "What was there of it was uninstalled.", restored: null }
  }
  await rollbackRelease(helm, { ...input, revision: good.revision })
  return { said: `Revision ${good.revision} was restored.`, restored: good.revision }
}

function goodRevision({ request, operation }: Work, history: readonly Entry[], last: Entry) {
  // What an install finds kept of its name was another release.
  const from = request.kind === "INSTALL" ? (operation.baseRevision ?? 0) : 0
  const before = history.filter(({ revision }) => revision > from && revision < last.revision)
  const newest = (wanted: Entry["status"]) => before.findLast(({ status }) => status === wanted)
  return newest("deployed") ?? newest("superseded") ?? newest("failed")
}
