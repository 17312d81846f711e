import { maskCause } from "@/lib/fleet/operations/cause"
import type { FoundRevision, Outcome } from "@/lib/fleet/releases/record-outcome"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { currentState, type Ended, type Known, whyNot } from "./ended"
import { findLeftovers } from "./find-leftovers"
import type { Repaired } from "./repair-history"
import type { Work } from "./work"

/** The outcome of an uninstall: recorded in addition to the revisions, under the number of the revision it removed. */
export async function uninstallOutcome(
  work: Work,
  after: Repaired,
  ended: Ended,
  { described, mask }: Known,
): Promise<Outcome> {
  const { history, repaired } = after
  const isGone = history.length === 0
  const failure = isGone ? null : whyNot(after, ended)
  const error = failure === null ? null : mask(`${failure.text}${adviceOn(ended)}`)
  const cause = failure === null ? null : maskCause(failure.cause, mask)
  const warnings = isGone ? (await findLeftovers(work, ended.cause)).map(mask) : []
  for (const warning of warnings) work.progress.say(warning, "warning")
  const base = work.operation.baseRevision ?? 0
  const { release, request } = work
  const reason = request.kind === "UNINSTALL" ? request.reason : null
  const revision = base === 0 ? release.revision : base
  const removal = {
    ...removalOf(work, revision, isGone, reason, error),
    ...{ cause, warnings },
  }
  return {
    ending: { state: isGone ? "SUCCEEDED" : "FAILED", error, cause, revision: null },
    revisions: [...described.map(({ found }) => found), ...(revision > 0 ? [removal] : [])],
    release: {
      ...currentState(history),
      lastError: error,
      ...(isGone && { uninstallReason: reason, warnings }),
    },
    repaired,
  }
}

function adviceOn({ cause }: Ended): string {
  if (!(cause instanceof HelmError)) return ""
  const mayBeHook = cause.kind === "hook_failed" || cause.kind === "not_ready"
  const orSkip = mayBeHook ? ", or with skipHooks if a delete hook is the cause" : ""
  return ` Fix the cause and uninstall it again${orSkip}.`
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
