import { changingMessage, isPending } from "@/lib/fleet/releases/helm-status"
import { recordFound } from "@/lib/fleet/releases/record-outcome"
import {
  isDifferentRelease,
  type LastRecorded,
  lastRecordedRevision,
} from "@/lib/fleet/releases/recorded-revision"
import { conflict } from "@/lib/platform/errors"
import { type ChangeContext, readRevision, retry } from "./change-context"
import { isStale, type Repaired, readHistory, repairHistory } from "./repair-history"
import { describeRevisions, type Entry } from "./revision-origin"

/**
 * Reads Helm's history before the change: repairs what a killed Helm left behind, and records out-of-band revisions. Throws
 * a DomainError if Helm's release is a different one, or if another Helm client is working on it.
 */
export async function reconcileBefore(context: ChangeContext): Promise<Entry[]> {
  const history = await readHistory(context, context.settings.maxWaitSeconds)
  const last = history.at(-1)
  if (last === undefined) return history
  if (context.request.kind === "INSTALL") {
    rejectNameInUse(context, last)
    return history
  }
  const lastRecorded = await lastRecordedRevision(context.release.id)
  await rejectDifferentRelease(context, history, last, lastRecorded)
  rejectBusy(last)
  const isStuck = isPending[last.status] && last.status !== "uninstalling"
  const reconciled = isStuck
    ? await repairHistory(context, context.settings.maxWaitSeconds)
    : { history, repaired: null, repairedBy: null, failure: null }
  if (reconciled.failure !== null) throw reconciled.failure.thrown
  await record(context, reconciled, lastRecorded)
  return reconciled.history
}

/** Helm's release of this name does not belong to Slipway: it is neither repaired nor recorded as this release. */
function rejectNameInUse({ operation }: ChangeContext, { revision, status }: Entry): void {
  if (status === "uninstalled") return
  const { releaseName, namespace } = operation
  throw conflict(
    `Helm already has a release ${releaseName} in ${namespace} that Slipway did not install (revision ${revision} is ${status}). Adopt it, or choose another name.`,
  )
}

async function rejectDifferentRelease(
  context: ChangeContext,
  history: readonly Entry[],
  last: Entry,
  { revision: recorded, knownAt, operationId }: LastRecorded,
): Promise<void> {
  // If Helm still has the last revision that Slipway made, clocks need not be compared.
  const isSame = (entry: Entry) => entry.revision === recorded && entry.operationId === operationId
  if (operationId !== null && history.some(isSame)) return
  const { revision } = history.find((entry) => entry.revision > recorded) ?? last
  const stored = await readRevision(context, revision, { handsOver: true })
  if (stored !== null && isDifferentRelease(stored.record, knownAt)) {
    throw conflict(
      "It was removed and installed again outside Slipway, so this is a different release. Adopt that release to change it.",
    )
  }
  if (last.revision >= recorded || context.request.kind === "UNINSTALL") return
  throw conflict(
    `Helm no longer has revision ${recorded}; its last is ${last.revision}. Uninstall the release and install it again.`,
  )
}

function rejectBusy({ revision, status, changedAt }: Entry): void {
  if (!isPending[status] || status === "uninstalling" || isStale(changedAt)) return
  throw conflict(changingMessage({ revision, status, changedAt }))
}

async function record(
  context: ChangeContext,
  { history, repaired, repairedBy }: Repaired,
  { revision: recorded }: LastRecorded,
): Promise<void> {
  const fresh = history.filter(({ revision, status }) => revision > recorded && !isPending[status])
  if (fresh.length === 0 && repaired === null) return
  const revisions = fresh.map((entry) => {
    const origin = entry.revision === repairedBy ? ("restored" as const) : ("none" as const)
    return { entry, origin }
  })
  const described = await describeRevisions(context, revisions)
  const repairs = { revisions: described.map((revision) => revision.revision), repaired }
  context.release = await retry(context, () => recordFound(context.leased.lease, repairs))
  for (const {
    origin,
    revision: { revision },
  } of described) {
    if (origin !== "none") continue
    context.progress.report(`Revision ${revision} was made outside Slipway; it is recorded now.`, "warning")
  }
}
