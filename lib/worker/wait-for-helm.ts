import { setTimeout as sleep } from "node:timers/promises"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { isPending } from "@/lib/fleet/releases/helm-words"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { endOverdueHelm } from "@/lib/kube/helm/end-overdue-helm"
import { runningHelm } from "@/lib/kube/helm/running-helm"
import { wallClockSeconds } from "@/lib/kube/helm/wall-clock"
import { hostOf } from "./holder"
import { HandedOver, retry } from "./retry"
import { type Work, whereOf } from "./work"

const lookMs = 250
const lookElsewhereMs = 1_000
/** How long a Helm that was told to stop may take to write that down. */
const graceSeconds = 120
const patienceSeconds = 1_800

/** Waits for a Helm of this operation that outlived the worker who started it; one that runs for too long is ended. */
export async function waitForHelmExit(work: Work): Promise<void> {
  let told = false
  for (;;) {
    const running = await runningHelm(work.operation.id)
    if (running === null || running.length === 0) return
    if (!told) work.progress.say("Helm still runs from before; waiting for its end.")
    told = true
    const termSeconds = maxCall(work)
    const killSeconds = termSeconds + (mayBeSignalled(work) ? graceSeconds : 0)
    await endOverdueHelm(running, { termSeconds, killSeconds })
    await pause(work, lookMs)
  }
}

/**
 * Waits for a Helm that cannot be seen, since it runs on another machine or the system does not tell: until nothing is
 * pending any more, or it has had all the time that it may take. Until then another Helm would work beside it.
 */
export async function waitForRemoteHelm(work: Work): Promise<void> {
  const { helmStartedAt } = work.operation
  if (helmStartedAt === null || !(await mayRunUnseen(work))) return
  let told = false
  for (;;) {
    const since = await pendingSince(work)
    if (since === null) return
    // Helm may have been started again after that, to mend what the first had left.
    const from = Math.max(helmStartedAt.getTime(), since.getTime())
    if (Date.now() > from + (maxCall(work) + graceSeconds) * 1_000) return
    if (!told) {
      work.progress.say(
        "Helm may still run where it cannot be seen from here; waiting for its end.",
        "warning",
      )
    }
    told = true
    await pause(work, lookElsewhereMs)
  }
}

async function mayRunUnseen({ operation, holderBefore }: Work): Promise<boolean> {
  if (holderBefore !== null && hostOf(holderBefore) !== hostOf(null)) return true
  return (await runningHelm(operation.id)) === null
}

/** Since when Helm has an unfinished revision of the release; null: it has none. */
async function pendingSince(work: Work): Promise<Date | null> {
  const { namespace, release } = whereOf(work)
  const revisions = await retry(() => readHelmRevisions(work.api, namespace, release), {
    patienceSeconds,
    lost: work.held.lost,
    leave: work.stopping,
  })
  return revisions.findLast(({ status }) => isPending[status])?.changedAt ?? null
}

/** Seconds that the change may take, or a call that repairs the release after it. */
function maxCall({ request, release }: Work): number {
  const { timeoutSeconds } = release
  return Math.max(wallClockSeconds(request), wallClockSeconds({ timeoutSeconds }))
}

const mayBeSignalled = ({ request }: Work) => request.kind === "INSTALL" || request.kind === "UPGRADE"

async function pause(work: Work, milliseconds: number): Promise<void> {
  const signal = AbortSignal.any([work.held.lost, work.stopping])
  await sleep(milliseconds, null, { signal }).catch(() => undefined)
  if (work.held.isLost) throw new LeaseLost(work.operation.id)
  if (work.stopping.aborted) throw new HandedOver()
}
