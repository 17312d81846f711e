import clsx from "clsx"
import { Badge, type Tone, toneText } from "@/components/ui/badge"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { Release, ReleaseStatus } from "@/lib/fleet/releases/schema"

export interface ReleaseStatusStyle {
  word: string
  shape: GlyphShape
  tone: Tone
  /** A change is queued or running: the ring spins, and lists are refetched soon. */
  busy: boolean
}

/** How each status of a release is displayed. */
export const releaseStatusStyles: Record<ReleaseStatus, ReleaseStatusStyle> = {
  PENDING_INSTALL: { word: "Installing", shape: "open-ring", tone: "pending", busy: true },
  DEPLOYED: { word: "Deployed", shape: "check-disc", tone: "deployed", busy: false },
  PENDING_UPGRADE: { word: "Upgrading", shape: "open-ring", tone: "pending", busy: true },
  PENDING_ROLLBACK: { word: "Rolling back", shape: "open-ring", tone: "pending", busy: true },
  FAILED: { word: "Failed", shape: "cross", tone: "failed", busy: false },
  UNINSTALLING: { word: "Uninstalling", shape: "open-ring", tone: "pending", busy: true },
  UNINSTALLED: { word: "Uninstalled", shape: "hollow-square", tone: "uninstalled", busy: false },
}

/** Whether no change is queued or running; a second one would be rejected. */
export function isSettled(status: ReleaseStatus): boolean {
  return !releaseStatusStyles[status].busy && status !== "UNINSTALLED"
}

/** Whether the release can be upgraded or rolled back; a failed install that was rolled back left nothing. */
export function isChangeable({ status, inCluster }: Pick<Release, "status" | "inCluster">): boolean {
  return isSettled(status) && inCluster
}

/** Glyph and label in the color of the status, for rows. */
export function ReleaseStatusLabel({ status, className }: { status: ReleaseStatus; className?: string }) {
  const look = releaseStatusStyles[status]
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-middle whitespace-nowrap", className)}>
      <StatusGlyph shape={look.shape} turning={look.busy} className={toneText[look.tone]} />
      {look.word}
    </span>
  )
}

/** Glyph and label in a badge, for headers and cards. */
export function ReleaseStatusBadge({ status }: { status: ReleaseStatus }) {
  const look = releaseStatusStyles[status]
  return (
    <Badge tone={look.tone} icon={<StatusGlyph shape={look.shape} size={10} turning={look.busy} />}>
      {look.word}
    </Badge>
  )
}

/** Marks a release whose last revision was not created by Slipway. */
export function OutOfBandBadge() {
  return (
    <Badge tone="out-of-band" icon={<StatusGlyph shape="lightning" size={10} />}>
      Out of band
    </Badge>
  )
}
