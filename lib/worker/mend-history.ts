import { setTimeout as sleep } from "node:timers/promises"
import { markRevisionFailed } from "@/lib/cluster/mark-revision-failed"
import { getHistory } from "@/lib/helm/get-history"
import { rollbackRelease } from "@/lib/helm/rollback-release"
import { runningHelm } from "@/lib/helm/running-helm"
import type { HistoryEntry } from "@/lib/helm/schema"
import { uninstallRelease } from "@/lib/helm/uninstall-release"
import { LeaseLost } from "@/lib/operations/lease"
import { isPending } from "@/lib/releases/helm-words"
import { askAgain, LeftToOthers } from "./ask-again"
import { hostOf } from "./holder"
import { type Work, whereOf } from "./work"

const lookMilliseconds = 250
/** How long a Helm on another machine, which cannot be seen from here, may take to write down that it was stopped. */
const elsewhereSeconds = 30

export type Mended = { history: HistoryEntry[]; mended: string | null; restored: number | null }

/** Helm's history, asked for as long as the cluster is away and this worker has the operation. */
export function readHistory(work: Work, patienceSeconds: number): Promise<HistoryEntry[]> {
  const { lost } = work.held
  const signal = AbortSignal.any([lost, work.stopping])
  const quick = { ...work.helm, signal, onLine: undefined, limits: { wallClockSeconds: 15 } }
  return askAgain(() => getHistory({ ...quick, mark: undefined }, whereOf(work)), {
    patienceSeconds,
    lost,
    leave: work.stopping,
    onFailure: (error) => {
      const why = error instanceof Error ? error.message : "It does not answer."
      work.progress.say(`The cluster cannot be asked: ${why} Asking again.`, "warning")
    },
  })
}

/** Waits for a Helm of this operation that outlived the worker who started it; also one that is only now being stopped. */
export async function untilNoHelmRuns(work: Work): Promise<void> {
  let told = false
  for (;;) {
    const running = await runningHelm(work.operation.id)
    if (running === null || running.length === 0) return
    if (!told) work.progress.say("Helm still runs from before; waiting for its end.")
    told = true
    if (work.held.isLost) throw new LeaseLost(work.operation.id)
    if (work.stopping.aborted) throw new LeftToOthers()
    await sleep(lookMilliseconds)
  }
}

/**
 * What Helm has of the release once nobody works on it any more. A revision that a killed Helm left pending is resolved:
 * the first is uninstalled, after others the newest good revision is restored, and an uninstall that stopped is finished.
 */
export async function mendHistory(work: Work, patienceSeconds: number): Promise<Mended> {
  await untilNoHelmRuns(work)
  let history = await readHistory(work, patienceSeconds)
  if (isStuck(history) && isElsewhere(work)) {
    await sleep(elsewhereSeconds * 1_000, null, { signal: work.held.lost }).catch(() => undefined)
    history = await readHistory(work, patienceSeconds)
  }
  const stuck = history.filter(({ status }) => isPending[status])
  const last = history.at(-1)
  if (stuck.length === 0 || last === undefined) return { history, mended: null, restored: null }
  if (work.held.isLost) throw new LeaseLost(work.operation.id)
  const resolved = isPending[last.status]
    ? await resolve(work, history, last)
    : { mended: "", restored: null }
  for (const { revision, status } of stuck) {
    if (status !== "uninstalling") await markRevisionFailed(work.api, { ...whereOf(work), revision })
  }
  const words = stuck.map(({ revision, status }) => `Revision ${revision} was left ${status}.`)
  const mended = [...words, resolved.mended].filter((part) => part !== "").join(" ")
  work.progress.say(mended, "warning")
  return { history: await readHistory(work, patienceSeconds), mended, restored: resolved.restored }
}

const isStuck = (history: readonly HistoryEntry[]) => history.some(({ status }) => isPending[status])

const isElsewhere = ({ holderBefore }: Work) => holderBefore !== null && hostOf(holderBefore) !== hostOf(null)

async function resolve(
  work: Work,
  history: readonly HistoryEntry[],
  last: HistoryEntry,
): Promise<{ mended: string; restored: number | null }> {
  const { timeoutSeconds } = work.release
  const good =
    history.findLast(({ status }) => status === "deployed") ??
    history.findLast(({ status }) => status === "superseded") ??
    history.findLast(({ status, revision }) => status === "failed" && revision < last.revision)
  const input = { ...whereOf(work), wait: true, timeoutSeconds }
  // What mends is not to be stopped by whoever cancelled the change.
  const helm = { ...work.helm, signal: undefined }
  if (last.status === "uninstalling" || good === undefined) {
    await uninstallRelease(helm, { ...input, keepHistory: false })
    return { mended: "What was there of it was uninstalled.", restored: null }
  }
  await rollbackRelease(helm, { ...input, revision: good.revision })
  return { mended: `Revision ${good.revision} was restored.`, restored: good.revision }
}
