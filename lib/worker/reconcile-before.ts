import { changingMessage, isPending } from "@/lib/fleet/releases/helm-words"
import { isOfAnother, type LastKnown, lastKnownRevision } from "@/lib/fleet/releases/known-revision"
import { recordFound } from "@/lib/fleet/releases/record-found"
import { readStoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { DomainError } from "@/lib/platform/errors"
import { describeOwn } from "./describe-own"
import { isAbandoned, type Repaired, readHistory, repairHistory } from "./repair-history"
import { retry } from "./retry"
import type { Entry } from "./revision-origin"
import { type Work, whereOf } from "./work"

/**
 * Helm's history before the change: what a killed Helm left behind is repaired, and what was made outside is recorded. Throws
 * a DomainError where the release is not the one to change, or somebody outside is at work on it.
 */
export async function reconcileBefore(work: Work): Promise<Entry[]> {
  const history = await readHistory(work, work.settings.patienceSeconds)
  const last = history.at(-1)
  if (last === undefined) return history
  if (work.request.kind === "INSTALL") {
    refuseTaken(work, last)
    return history
  }
  const known = await lastKnownRevision(work.release.id)
  await refuseAnother(work, history, last, known)
  refuseAtWork(last)
  const isStuck = isPending[last.status] && last.status !== "uninstalling"
  const settled = isStuck
    ? await repairHistory(work, work.settings.patienceSeconds)
    : { history, repaired: null, repairedBy: null, failure: null }
  if (settled.failure !== null) throw settled.failure.error
  await record(work, settled, known)
  return settled.history
}

/** What Helm has under the name is nobody's here: neither repaired nor recorded as this release's. */
function refuseTaken({ operation }: Work, { revision, status }: Entry): void {
  if (status === "uninstalled") return
  const { releaseName, namespace } = operation
  throw new DomainError(
    "conflict",
    `Helm has a release ${releaseName} in ${namespace} already that Slipway did not install (revision ${revision} is ${status}). Adopt it, or choose another name.`,
  )
}

async function refuseAnother(
  work: Work,
  history: readonly Entry[],
  last: Entry,
  { known, knownAt, operationId }: LastKnown,
): Promise<void> {
  // Where Helm still has what Slipway made last, clocks need not be compared.
  const isSame = (entry: Entry) => entry.revision === known && entry.operationId === operationId
  if (operationId !== null && history.some(isSame)) return
  const { revision } = history.find((entry) => entry.revision > known) ?? last
  const stored = await retry(() => readStoredRevision(work.api, { ...whereOf(work), revision }), {
    patienceSeconds: work.settings.patienceSeconds,
    lost: work.held.lost,
    leave: work.stopping,
  })
  if (stored !== null && isOfAnother(stored.record, knownAt)) {
    throw new DomainError(
      "conflict",
      "It was removed and installed anew outside Slipway: this is another release. Adopt that one to change it.",
    )
  }
  if (last.revision >= known || work.request.kind === "UNINSTALL") return
  throw new DomainError(
    "conflict",
    `Helm no longer has revision ${known}; its last is ${last.revision}. Uninstall the release and install it anew.`,
  )
}

function refuseAtWork({ revision, status, changedAt }: Entry): void {
  if (!isPending[status] || status === "uninstalling" || isAbandoned(changedAt)) return
  throw new DomainError("conflict", changingMessage({ revision, status, changedAt }))
}

async function record(
  work: Work,
  { history, repaired, repairedBy }: Repaired,
  { known }: LastKnown,
): Promise<void> {
  const fresh = history.filter(({ revision, status }) => revision > known && !isPending[status])
  if (fresh.length === 0 && repaired === null) return
  const revisions = fresh.map((entry) => {
    const own = entry.revision === repairedBy ? ("restored" as const) : ("none" as const)
    return { entry, own }
  })
  const described = await describeOwn(work, revisions)
  work.release = await retry(
    () => recordFound(work.held.lease, { revisions: described.map(({ found }) => found), repaired }),
    { patienceSeconds: work.settings.patienceSeconds, lost: work.held.lost },
  )
  for (const { own, found } of described) {
    if (own !== "none") continue
    work.progress.say(`Revision ${found.revision} was made outside Slipway; it is recorded now.`, "warning")
  }
}
