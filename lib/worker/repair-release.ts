import { setTimeout as sleep } from "node:timers/promises"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { readStoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { rollbackRelease } from "@/lib/kube/helm/rollback-release"
import { uninstallRelease } from "@/lib/kube/helm/uninstall-release"
import { HandedOver, mayPass, retry } from "./retry"
import type { Entry, Own } from "./revision-origin"
import { type Work, whereOf } from "./work"

/** `failure`: Helm's reason why the repair failed; the repair is not retried. */
export type Repaired = { said: string; restored: number | null; failure: HelmError | null }

/** How often a repair that fails for an unknown reason is tried. */
const maxUnknown = 3

type Repair = {
  hooks: readonly string[]
  hooksOf: number
  /** How often it is tried where it fails for a reason that is not known. */
  tries: number
  run: () => Promise<void>
  done: Repaired
}

type Circumstances = {
  last: Entry
  own: Own
  maxWaitSeconds: number
  /** Whether Helm's history is the same as before the repair. */
  isUntouched: () => Promise<boolean>
}

const firstWaitMs = 250
const maxWaitMs = 5_000

/**
 * Repairs a release whose last revision was left pending: a first revision is uninstalled, after others the newest good
 * revision is restored, and an interrupted uninstall is completed. A repair with hooks is repeated only if Helm's history
 * shows that none of it had started.
 */
export async function repairRelease(
  work: Work,
  history: readonly Entry[],
  { last, own, maxWaitSeconds, isUntouched }: Circumstances,
): Promise<Repaired> {
  const repair = planRepair(work, history, last)
  const until = Date.now() + maxWaitSeconds * 1_000
  // A pending rollback or uninstall may have run some or all of its hooks.
  const hasBegun = last.status === "uninstalling" || own === "restored"
  if (hasBegun && (await runsHooks(work, repair))) return leftAsItIs(last)
  let tries = 0
  for (let wait = firstWaitMs; ; wait = Math.min(2 * wait, maxWaitMs)) {
    if (work.held.isLost) throw new LeaseLost(work.operation.id)
    if (work.stopping.aborted) throw new HandedOver()
    try {
      await repair.run()
      return repair.done
    } catch (error) {
      if (!(error instanceof HelmError)) throw error
      tries += 1
      const mayHelp = mayPass(error) || (error.kind === "other" && tries < repair.tries)
      const isOver = !mayHelp || Date.now() + wait > until
      if (isOver || ((await runsHooks(work, repair)) && !(await isUntouched()))) {
        return { said: "", restored: null, failure: error }
      }
    }
    const signal = AbortSignal.any([work.held.lost, work.stopping])
    await sleep(wait, null, { signal }).catch(() => undefined)
  }
}

function planRepair(work: Work, history: readonly Entry[], last: Entry): Repair {
  const { timeoutSeconds } = work.release
  const good = goodRevision(work, history, last)
  const input = { ...whereOf(work), wait: true, timeoutSeconds }
  // Cancelling the change does not cancel its repair.
  const helm = { ...work.helm, signal: undefined }
  if (last.status !== "uninstalling" && good !== undefined) {
    return {
      hooks: ["pre-rollback", "post-rollback"],
      hooksOf: good.revision,
      tries: maxUnknown,
      run: () => rollbackRelease(helm, { ...input, revision: good.revision }),
      done: { said: `Revision ${good.revision} was restored.`, restored: good.revision, failure: null },
    }
  }
  const skipHooks = work.request.kind === "UNINSTALL" && work.request.skipHooks
  return {
    hooks: skipHooks ? [] : ["pre-delete", "post-delete"],
    hooksOf: last.revision,
    // The requester of an uninstall decides whether it is run again.
    tries: work.request.kind === "UNINSTALL" ? 1 : maxUnknown,
    run: () => uninstallRelease(helm, { ...input, keepHistory: false, skipHooks }),
    done: { said: "The incomplete release was uninstalled.", restored: null, failure: null },
  }
}

async function runsHooks(work: Work, { hooks, hooksOf: revision }: Repair): Promise<boolean> {
  if (hooks.length === 0) return false
  const stored = await retry(() => readStoredRevision(work.api, { ...whereOf(work), revision }), {
    maxWaitSeconds: work.settings.maxWaitSeconds,
    lost: work.held.lost,
    leave: work.stopping,
  })
  return stored?.record.hooks.some(({ events }) => events.some((event) => hooks.includes(event))) ?? false
}

const leftAsItIs = ({ status }: Entry): Repaired => ({
  said:
    status === "uninstalling"
      ? "Its delete hooks may have run, so they are not run again. Uninstall it again, with skipHooks to skip them."
      : "Its rollback hooks may have run, so they are not run again.",
  restored: null,
  failure: null,
})

function goodRevision({ request, operation }: Work, history: readonly Entry[], last: Entry) {
  // Revisions that an install finds under its name belong to a different release.
  const from = request.kind === "INSTALL" ? (operation.baseRevision ?? 0) : 0
  const before = history.filter(({ revision }) => revision > from && revision < last.revision)
  const newest = (wanted: Entry["status"]) => before.findLast(({ status }) => status === wanted)
  return newest("deployed") ?? newest("superseded") ?? newest("failed")
}
