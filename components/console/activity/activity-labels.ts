import { revisionLabel, revisionStyles } from "@/components/fleet/releases/revision-style"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import type { StatusStyle } from "@/components/ui/status"
import type { Activity } from "@/lib/console/activity/schema"
import { pages } from "@/lib/platform/paths"

const back = { shape: "u-turn", tone: "rolled-back" } as const

/** The label and icon of an action. */
export function activityStyle({ kind, isRollback, deployment, release }: Activity): StatusStyle {
  if (release !== null) {
    const word = revisionLabel(release)
    if (release.status === "FAILED") return { shape: "cross", tone: "failed", word }
    const { shape, tone } = revisionStyles[release.operation]
    return { shape, tone, word }
  }
  if (kind === "mark") return { ...back, word: "Marked as rolled back" }
  if (deployment === null) return { ...back, word: "Updated" }
  if (isRollback && deployment.status === "DEPLOYED") return { ...back, word: "Rolled back" }
  return { ...deploymentStatusStyles[deployment.status], busy: false }
}

/** The target of an action: the application and environment, or the tenant and release. */
export function placeOf({ deployment, release }: Activity): [whole: string, part: string] {
  if (release !== null) return [release.tenantName, release.releaseName]
  return [deployment?.application ?? "", deployment?.environment ?? ""]
}

/** The version that was deployed, or would have been. */
export function versionOf({ deployment, release }: Activity): string {
  return release === null ? (deployment?.imageTag ?? "") : `${release.chartName} ${release.chartVersion}`
}

export function hrefOf({ deployment, release }: Activity): string {
  if (release !== null) return pages.release(release.id, { revision: release.revision })
  return deployment === null ? pages.history() : pages.deployment(deployment.id)
}

/** A unique key per entry: a deployment has one entry when it was recorded and one when it was marked. */
export function keyOf({ kind, at, deployment, release }: Activity): string {
  return `${kind} ${at} ${deployment?.id ?? release?.id} ${release?.revision} ${release?.operation}`
}
