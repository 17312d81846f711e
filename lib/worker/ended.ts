import { isPending } from "@/lib/fleet/releases/helm-words"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import type { OwnRevision } from "./describe-own"
import { type Failure, plainFailure } from "./explain-failure"
import type { Repaired } from "./repair-history"
import type { Entry } from "./revision-origin"

/** How Helm ended, as far as that is known; `failure` is not masked yet, null after a success. */
export type Ended = {
  failure: Failure | null
  cancelled: boolean
  /** What Helm's call threw. */
  cause: unknown
}

/** Why a change did not succeed, by the best that is known of it. */
export function whyNot({ failure, repaired }: Repaired, ended: Ended): Failure {
  if (ended.failure !== null) return ended.failure
  if (failure !== null) return { text: failure.masked, cause: failure.cause }
  return plainFailure(repaired ?? "Helm was interrupted before it had finished.", "interrupted")
}

/** `mask`: takes out of a text what is secret in any of the revisions. */
export type Known = { described: readonly OwnRevision[]; mask: (said: string) => string }

type Settled = { status: ReleaseStatus; inCluster: boolean; uninstallReason?: string }

/** A release that was uninstalled with its history kept is as gone as one without. */
export function settledBy(history: readonly Entry[]): Settled {
  const newest = history.at(-1)
  if (newest === undefined || newest.status === "uninstalled")
    return { status: "UNINSTALLED", inCluster: false, uninstallReason: "It was removed outside Slipway." }
  const finished = history.findLast(({ status }) => !isPending[status])
  return { status: finished?.status === "deployed" ? "DEPLOYED" : "FAILED", inCluster: true }
}
