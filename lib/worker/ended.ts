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
  /** The error that the Helm call threw. */
  cause: unknown
}

/** Why a change did not succeed, by the best that is known of it. */
export function whyNot({ failure, repaired }: Repaired, ended: Ended): Failure {
  if (ended.failure !== null) return ended.failure
  if (failure !== null) return { text: failure.masked, cause: failure.cause }
  return plainFailure(repaired ?? "Helm was interrupted before it had finished.", "interrupted")
}

/** `mask` removes every value from a text that is secret in any of the revisions. */
export type Known = { described: readonly OwnRevision[]; mask: (said: string) => string }

type CurrentState = { status: ReleaseStatus; inCluster: boolean; uninstallReason?: string }

/** A release that was uninstalled with its history kept counts as removed, like one without history. */
export function currentState(history: readonly Entry[]): CurrentState {
  const newest = history.at(-1)
  if (newest === undefined || newest.status === "uninstalled")
    return { status: "UNINSTALLED", inCluster: false, uninstallReason: "It was removed outside Slipway." }
  const finished = history.findLast(({ status }) => !isPending[status])
  return { status: finished?.status === "deployed" ? "DEPLOYED" : "FAILED", inCluster: true }
}
