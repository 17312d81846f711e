import type { HelmStatus } from "@/lib/kube/helm/schema"
import { toInstant } from "@/lib/platform/instant"
import type { RevisionStatus } from "./schema"

/** Who made what Slipway did not. */
export const outsideSlipway = "outside Slipway"

/** How a revision ended, whatever became of it later. */
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

/** A revision that nobody has finished yet, and whose Helm may still be at work. */
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

/** A revision that is pending for longer was left by a Helm that was killed, wherever that ran. */
export const abandonedMs = 15 * 60_000

/** The revision that one was rolled back to, as Helm's description of it says; null: it was not. */
export function rolledBackToIn(description: string): number | null {
  const said = /^Rollback to (\d+)/.exec(description)?.[1]
  return said === undefined ? null : Number(said)
}

/** Why a release cannot be changed while Helm is at work on it outside Slipway, and until when at the latest. */
export function changingMessage(last: { revision: number; status: HelmStatus; changedAt: Date }): string {
  const until = new Date(last.changedAt.getTime() + abandonedMs)
  return `The release is being changed outside Slipway: revision ${last.revision} is ${last.status} since ${toInstant(last.changedAt)}. Wait until that is over; if it is still unfinished at ${toInstant(until)}, Slipway repairs it with the next change.`
}
