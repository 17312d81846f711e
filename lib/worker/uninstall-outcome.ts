import type { FoundRevision, Outcome } from "@/lib/releases/record-outcome"
import { type Ended, interrupted, type Known, settledBy } from "./ended"
import type { Mended } from "./mend-history"
import type { Work } from "./work"

/** What came of an uninstall: it is recorded beside the revisions, under the number of the one it removed. */
export function uninstallOutcome(
  work: Work,
  { history, mended }: Mended,
  ended: Ended,
  { described, mask }: Known,
): Outcome {
  const isGone = history.length === 0
  const said = isGone ? null : (ended.error ?? interrupted)
  const error = said === null ? null : mask(said)
  const base = work.operation.baseRevision ?? 0
  const { release, request } = work
  const reason = request.kind === "UNINSTALL" ? request.reason : null
  const revision = base === 0 ? release.revision : base
  const removal = removalOf(work, revision, isGone, reason, error)
  return {
    ending: { state: isGone ? "SUCCEEDED" : "FAILED", error, revision: null },
    revisions: [...described.map(({ found }) => found), ...(revision > 0 ? [removal] : [])],
    release: {
      ...settledBy(history),
      lastError: error,
      ...(isGone && { uninstallReason: reason }),
    },
    mended,
  }
}

function removalOf(
  work: Work,
  revision: number,
  isGone: boolean,
  reason: string | null,
  error: string | null,
): FoundRevision {
  const { release, operation } = work
  const { repository, chartName, chartVersion, appVersion } = release
  return {
    revision,
    operation: "UNINSTALL",
    operationId: operation.id,
    ...{ repository, chartName, chartVersion, appVersion },
    chartDigest: null,
    values: null,
    masked: null,
    status: isGone ? "DEPLOYED" : "FAILED",
    description: isGone ? "Uninstalled" : null,
    performedBy: operation.requestedBy,
    createdAt: operation.helmStartedAt ?? new Date(),
    finishedAt: new Date(),
    rolledBackTo: null,
    ...{ reason, error },
  }
}
