import { isPending } from "@/lib/fleet/releases/helm-status"
import { readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { endOverdueHelm, runningHelm } from "@/lib/kube/helm/helm-processes"
import { wallClockSeconds } from "@/lib/kube/helm/wall-clock"
import { type ChangeContext, pause, retry } from "./change-context"
import { hostOf } from "./leased-operation"

const pollMs = 250
const remotePollMs = 1_000
/** How long a Helm that was signaled to stop may take to store that. */
const graceSeconds = 120
const maxWaitSeconds = 1_800

/** Waits for a Helm process of this operation that outlived its worker. A process that exceeds its time limit is killed. */
export async function waitForHelmExit(context: ChangeContext): Promise<void> {
  for (;;) {
    const running = await runningHelm(context.operation.id)
    if (running === null || running.length === 0) return
    context.progress.report("Helm is still running from an earlier run; waiting for it to exit.")
    const termSeconds = maxCallSeconds(context)
    const killSeconds = termSeconds + (mayBeSignalled(context) ? graceSeconds : 0)
    await endOverdueHelm(running, { termSeconds, killSeconds })
    await pause(context, pollMs)
  }
}

/**
 * Waits for a Helm process that cannot be observed, because it runs on another machine or the system does not list it: until
 * no revision is pending or its time limit is exceeded. Until then, a second Helm would run at the same time.
 */
export async function waitForRemoteHelm(context: ChangeContext): Promise<void> {
  const { helmStartedAt } = context.operation
  if (helmStartedAt === null || !(await mayRunRemotely(context))) return
  for (;;) {
    const since = await pendingSince(context)
    if (since === null) return
    // Helm may have been started again after that, to repair what the first had left.
    const from = Math.max(helmStartedAt.getTime(), since.getTime())
    if (Date.now() > from + (maxCallSeconds(context) + graceSeconds) * 1_000) return
    context.progress.report(
      "Helm may still be running where it cannot be observed from this host; waiting for it to finish.",
      "warning",
    )
    await pause(context, remotePollMs)
  }
}

/** Whether a Helm of the operation could be running on another machine, or where the system does not list it. */
export async function mayRunRemotely({ operation, holderBefore }: ChangeContext): Promise<boolean> {
  if (holderBefore !== null && hostOf(holderBefore) !== hostOf(null)) return true
  return (await runningHelm(operation.id)) === null
}

/** Since when Helm has a pending revision of the release; null if it has none. */
async function pendingSince(context: ChangeContext): Promise<Date | null> {
  const revisions = await retry(context, () => readHelmRevisions(context.api, context.operation), {
    maxWaitSeconds,
    handsOver: true,
  })
  return revisions.findLast(({ status }) => isPending[status])?.changedAt ?? null
}

/** The time limit in seconds of the change, or of a call that repairs the release after it. */
function maxCallSeconds({ request, release }: ChangeContext): number {
  const { timeoutSeconds } = release
  return Math.max(wallClockSeconds(request), wallClockSeconds({ timeoutSeconds }))
}

const mayBeSignalled = ({ request }: ChangeContext) =>
  request.kind === "INSTALL" || request.kind === "UPGRADE"
