import { revisionLabel, revisionStyles } from "@/components/fleet/releases/revision-style"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import type { Tone } from "@/components/ui/badge"
import type { GlyphShape } from "@/components/ui/status-glyph"
import type { Activity } from "@/lib/console/activity/schema"
import { pages } from "@/lib/platform/paths"

export interface ActivityStyle {
  words: string
  shape: GlyphShape
  tone: Tone
}

const back: Pick<ActivityStyle, "shape" | "tone"> = { shape: "u-turn", tone: "rolled-back" }

/** The label and icon of an action. */
export function activityStyle({ kind, isRollback, deployment, release }: Activity): ActivityStyle {
  if (release !== null) {
    const { shape, tone } = revisionStyles[release.operation]
    const look =
      release.status === "FAILED" ? { shape: "cross" as const, tone: "failed" as const } : { shape, tone }
    return { ...look, words: revisionLabel(release) }
  }
  if (kind === "mark") return { ...back, words: "Marked as rolled back" }
  if (deployment === null) return { ...back, words: "Updated" }
  if (isRollback && deployment.status === "DEPLOYED") return { ...back, words: "Rolled back" }
  const { shape, tone, word } = deploymentStatusStyles[deployment.status]
  return { shape, tone, words: word }
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
