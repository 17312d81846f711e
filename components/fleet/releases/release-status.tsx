import { Badge } from "@/components/ui/badge"
import type { StatusStyle } from "@/components/ui/status"
import { StatusGlyph } from "@/components/ui/status-glyph"
import type { Release, ReleaseStatus } from "@/lib/fleet/releases/schema"

export const releaseStatusStyles: Record<ReleaseStatus, StatusStyle> = {
  PENDING_INSTALL: { word: "Installing", shape: "open-ring", tone: "pending", busy: true },
  DEPLOYED: { word: "Deployed", shape: "check-disc", tone: "deployed" },
  PENDING_UPGRADE: { word: "Upgrading", shape: "open-ring", tone: "pending", busy: true },
  PENDING_ROLLBACK: { word: "Rolling back", shape: "open-ring", tone: "pending", busy: true },
  FAILED: { word: "Failed", shape: "cross", tone: "failed" },
  UNINSTALLING: { word: "Uninstalling", shape: "open-ring", tone: "pending", busy: true },
  UNINSTALLED: { word: "Uninstalled", shape: "hollow-square", tone: "uninstalled" },
}

/** Whether no change is queued or running; a second one would be rejected. */
export function isSettled(status: ReleaseStatus): boolean {
  return !releaseStatusStyles[status].busy && status !== "UNINSTALLED"
}

/** Whether the release can be upgraded or rolled back; a failed install that was rolled back left nothing. */
export function isChangeable({ status, inCluster }: Pick<Release, "status" | "inCluster">): boolean {
  return isSettled(status) && inCluster
}

export function OutOfBandBadge() {
  return (
    <Badge tone="out-of-band" icon={<StatusGlyph shape="lightning" size={10} />}>
      Out of band
    </Badge>
  )
}
