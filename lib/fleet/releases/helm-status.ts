import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import type { HelmStatus } from "@/lib/kube/helm/schema"
import { toInstant } from "@/lib/platform/instant"
import type { RevisionStatus } from "./schema"

/** The actor of revisions that Slipway did not create. */
export const outsideSlipway = "outside Slipway"

/** The final status of a revision, independent of later ones. */
export const endedAs: Record<HelmStatus, RevisionStatus> = {
  deployed: "DEPLOYED",
  superseded: "DEPLOYED",
  uninstalled: "DEPLOYED",
  failed: "FAILED",
  unknown: "FAILED",
  uninstalling: "FAILED",
  "pending-install": "FAILED",
  "pending-upgrade": "FAILED",
  "pending-rollback": "FAILED",
}

/** A revision that is unfinished, and whose Helm process may still be running. */
export const isPending: Record<HelmStatus, boolean> = {
  unknown: false,
  deployed: false,
  superseded: false,
  failed: false,
  uninstalled: false,
  uninstalling: true,
  "pending-install": true,
  "pending-upgrade": true,
  "pending-rollback": true,
}

/** A revision that is pending for longer was left by a Helm process that was killed. */
export const staleMs = 15 * 60_000

/** The rollback target named in Helm's description of a revision; null: not a rollback. */
export function rolledBackToIn(description: string): number | null {
  const revision = /^Rollback to (\d+)/.exec(description)?.[1]
  return revision === undefined ? null : Number(revision)
}

/** Why a release cannot be changed while it is being changed outside Slipway, and until when at most. */
export function changingMessage(last: { revision: number; status: HelmStatus; changedAt: Date }): string {
  const staleAt = new Date(last.changedAt.getTime() + staleMs)
  return `The release is being changed outside Slipway: revision ${last.revision} is ${last.status} since ${toInstant(last.changedAt)}. Wait until it has finished. If it is still unfinished at ${toInstant(staleAt)}, the next change in Slipway repairs it.`
}

/** The problem of a release whose newest revision is unfinished, and the next step. */
export const stuckMessage = ({ revision, status, changedAt }: HelmSecret): string =>
  `Revision ${revision} is ${status} since ${toInstant(changedAt)}: its Helm process was interrupted. Upgrade or roll back the release to repair it.`
