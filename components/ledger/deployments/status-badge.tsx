import {
  StatusBadge as Badge,
  StatusLabel as Label,
  StatusMark as Mark,
  type StatusStyle,
} from "@/components/ui/status"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"

interface DeploymentStatusStyle extends StatusStyle {
  /** The fill of its bar on graphs and on the timeline. */
  fill: "solid" | "hatch" | "outline"
}

/** The icon, color and label of each status. Drawings use the color as `var(--color-<tone>)`. */
export const deploymentStatusStyles: Record<DeploymentStatus, DeploymentStatusStyle> = {
  DEPLOYED: { word: "Deployed", shape: "check-disc", tone: "deployed", fill: "solid" },
  PENDING: { word: "Pending", shape: "open-ring", tone: "pending", busy: true, fill: "solid" },
  FAILED: { word: "Failed", shape: "cross", tone: "failed", fill: "hatch" },
  ROLLED_BACK: { word: "Rolled back", shape: "u-turn", tone: "rolled-back", fill: "outline" },
}

export const replacingLabels: Record<DeploymentStatus, string> = {
  PENDING: "Will replace",
  DEPLOYED: "Replaced",
  FAILED: "Failed to replace",
  ROLLED_BACK: "Temporarily replaced",
}

export function StatusMark({ status, size }: { status: DeploymentStatus; size?: number }) {
  return <Mark style={deploymentStatusStyles[status]} size={size} />
}

export function StatusLabel({ status }: { status: DeploymentStatus }) {
  return <Label style={deploymentStatusStyles[status]} />
}

export function StatusBadge({ status }: { status: DeploymentStatus }) {
  return <Badge style={deploymentStatusStyles[status]} />
}
