import { quarantinedStyle } from "@/components/admin/quarantine/quarantine-style"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import type { StatusStyle } from "@/components/ui/status"
import type { LaneCondition } from "@/lib/ledger/lanes/conditions"
import { formatCount } from "@/lib/platform/format"

interface ConditionStyle extends StatusStyle {
  /** The verdict of a stage when one application is shown. */
  verdict: string
}

const { DEPLOYED, PENDING, FAILED, ROLLED_BACK } = deploymentStatusStyles

export const conditionStyles: Record<LaneCondition, ConditionStyle> = {
  quarantined: { ...quarantinedStyle, word: "quarantined", verdict: "Quarantined" },
  failed: { ...FAILED, word: "failed", verdict: "Latest deployment failed" },
  stuck: { word: "stuck", shape: "hourglass", tone: "failed", verdict: "Deployment stuck" },
  rolledBack: { ...ROLLED_BACK, word: "rolled back", verdict: "Rolled back" },
  deploying: { ...PENDING, word: "deploying", verdict: "Deploying" },
  farBehind: { word: "far behind", shape: "triangle", tone: "failed", verdict: "Far behind" },
  behind: { word: "behind", shape: "triangle", tone: "pending", verdict: "Behind" },
  running: { ...DEPLOYED, word: "running", verdict: "Healthy" },
}

/** "2 failed", "Healthy"; for one application "Latest deployment failed". */
export function verdictLabel(verdict: LaneCondition, count: number, ofOne: boolean): string {
  const { word, verdict: alone } = conditionStyles[verdict]
  return ofOne || verdict === "running" ? alone : `${formatCount(count)} ${word}`
}
