import { isPending } from "@/lib/fleet/releases/helm-status"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { endOverdueHelm, runningHelm } from "@/lib/kube/helm/helm-processes"
import { wallClockSeconds } from "@/lib/kube/helm/wall-clock"
import { hostOf } from "./leased-operation"
import { pause, releaseIdentity, retry, type Work } from "./work"

const pollMs = 250
const remotePollMs = 1_000
/** How long a Helm that was signaled to stop may take to store that. */
const graceSeconds = 120
const maxWaitSeconds = 1_800

/** Waits for a Helm process of this operation that outlived its worker. A process that exceeds its time limit is killed. */
export async function waitForHelmExit(work: Work): Promise<void> {
  for (;;) {
    const running = await runningHelm(work.operation.id)
    if (running === null || running.length === 0) return
    work.progress.report("Helm is still running from an earlier run; waiting for it to exit.")
    const termSeconds = maxCallSeconds(work)
    const killSeconds = termSeconds + (mayBeSignalled(work) ? graceSeconds : 0)
    await endOverdueHelm(running, { termSeconds, killSeconds })
    await pause(work, pollMs)
  }
}

/**
 * Waits for a Helm process that cannot be observed, because it runs on another machine or the system does not list it: until
 * no revision is pending or its time limit is exceeded. Until then, a second Helm would run at the same time.
 */
export async function waitForRemoteHelm(work: Work): Promise<void> {
  const { helmStartedAt } = work.operation
  if (helmStartedAt === null || !(await mayRunRemotely(work))) return
  for (;;) {
    const since = await pendingSince(work)
    if (since === null) return
    // Helm may have been started again after that, to repair what the first had left.
    const from = Math.max(helmStartedAt.getTime(), since.getTime())
    if (Date.now() > from + (maxCallSeconds(work) + graceSeconds) * 1_000) return
    work.progress.report(
      "Helm may still be running where it cannot be observed from this host; waiting for it to finish.",
      "warning",
    )
    await pause(work, remotePollMs)
  }
}

/** Whether a Helm of the operation could be running on another machine, or where the system does not list it. */
export async function mayRunRemotely({ operation, holderBefore }: Work): Promise<boolean> {
  if (holderBefore !== null && hostOf(holderBefore) !== hostOf(null)) return true
  return (await runningHelm(operation.id)) === null
}

/** Since when Helm has a pending revision of the release; null if it has none. */
async function pendingSince(work: Work): Promise<Date | null> {
  const { namespace, release } = releaseIdentity(work)
  const revisions = await retry(work, () => readHelmRevisions(work.api, namespace, release), {
    maxWaitSeconds,
    handsOver: true,
  })
  return revisions.findLast(({ status }) => isPending[status])?.changedAt ?? null
}

/** The time limit in seconds of the change, or of a call that repairs the release after it. */
function maxCallSeconds({ request, release }: Work): number {
  const { timeoutSeconds } = release
  return Math.max(wallClockSeconds(request), wallClockSeconds({ timeoutSeconds }))
}

const mayBeSignalled = ({ request }: Work) => request.kind === "INSTALL" || request.kind === "UPGRADE"
