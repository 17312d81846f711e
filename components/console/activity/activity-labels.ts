import type { ActivityEvent } from "@/components/console/activity/activity-events"
import { reasonOf, revisionLabel, revisionStyles } from "@/components/fleet/releases/revision-style"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import type { StatusStyle } from "@/components/ui/status"
import type { Activity } from "@/lib/console/activity/schema"
import { pages } from "@/lib/platform/paths"

const rolledBackStyle = { shape: "u-turn", tone: "rolled-back" } as const

export function activityStyle({ kind, isRollback, deployment, release }: Activity): StatusStyle {
  if (release !== null) {
    const word = revisionLabel(release)
    if (release.status === "FAILED") return { shape: "cross", tone: "failed", word }
    const { shape, tone } = revisionStyles[release.operation]
    return { shape, tone, word }
  }
  if (kind === "mark") return { ...rolledBackStyle, word: "Marked as rolled back" }
  if (deployment === null) return { ...rolledBackStyle, word: "Updated" }
  if (isRollback && deployment.status === "DEPLOYED") return { ...rolledBackStyle, word: "Rolled back" }
  return { ...deploymentStatusStyles[deployment.status], busy: false }
}

/** The target of an action: the application and environment, or the tenant and release. */
export function locationOf({ deployment, release }: Activity): [whole: string, part: string] {
  if (release !== null) return [release.tenantName, release.releaseName]
  return [deployment?.application ?? "", deployment?.environment ?? ""]
}

/** The versions before and after: `from` is null if there was none, or it is the same. */
export function versionsOf({ kind, deployment, release, entries }: ActivityEvent) {
  if (release !== null) return { from: null, to: `${release.chartName} ${release.chartVersion}` }
  if (deployment === null) return { from: null, to: "" }
  const { imageTag, previousImageTag } = deployment
  if (kind === "mark" && previousImageTag !== null) return { from: imageTag, to: previousImageTag }
  const from = entries.at(-1)?.deployment?.previousImageTag ?? null
  return { from: from === imageTag ? null : from, to: imageTag }
}

/** The reason that the actor gave, and the error. */
export function reasonFor({ why, error, release }: Activity): string {
  const reason = release === null ? why : reasonOf({ reason: null, description: why, status: release.status })
  return [reason, error].filter((part) => part !== null).join(" ")
}

/** The link of an event: for a burst, these deployments in the history, limited to the filtered actor. */
export function hrefOf({ deployment, release, entries }: ActivityEvent): string {
  if (release !== null) return pages.release(release.id, { revision: release.revision })
  if (deployment === null) return pages.history()
  const newest = entries[0]
  const oldest = entries.at(-1)
  if (newest === undefined || oldest === undefined || entries.length === 1)
    return pages.deployment(deployment.id)
  const { application, environment } = deployment
  const to = new Date(Date.parse(newest.at) + 1).toISOString()
  const isOfOne = entries.every(({ by }) => by === newest.by)
  return pages.history({
    application,
    environment,
    from: oldest.at,
    to,
    initiatedBy: isOfOne ? newest.by : null,
  })
}

/** A unique key per entry: a deployment has one entry when it was recorded and one when it was marked. */
export function activityKey({ kind, at, deployment, release }: Activity): string {
  return `${kind} ${at} ${deployment?.id ?? release?.id} ${release?.revision} ${release?.operation}`
}
