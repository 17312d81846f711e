import clsx from "clsx"
import { Badge, type Tone, toneText } from "@/components/ui/badge"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"

export interface DeploymentStatusStyle {
  word: string
  shape: GlyphShape
  tone: Tone
  /** The color as a CSS value, for drawings. */
  colour: string
  /** How its bar is filled on graphs and on the timeline. */
  fill: "solid" | "hatch" | "outline"
}

/** The icon, color and label of each status. */
export const deploymentStatusStyles: Record<DeploymentStatus, DeploymentStatusStyle> = {
  DEPLOYED: {
    word: "Deployed",
    shape: "check-disc",
    tone: "deployed",
    colour: "var(--deployed)",
    fill: "solid",
  },
  PENDING: { word: "Pending", shape: "open-ring", tone: "pending", colour: "var(--pending)", fill: "solid" },
  FAILED: { word: "Failed", shape: "cross", tone: "failed", colour: "var(--failed)", fill: "hatch" },
  ROLLED_BACK: {
    word: "Rolled back",
    shape: "u-turn",
    tone: "rolled-back",
    colour: "var(--rolled-back)",
    fill: "outline",
  },
}

/** The icon alone, with an accessible name; used where there is no room for the label. */
export function StatusMark({ status, size }: { status: DeploymentStatus; size?: number }) {
  const look = deploymentStatusStyles[status]
  return (
    <StatusGlyph
      shape={look.shape}
      label={look.word}
      turning={status === "PENDING"}
      size={size}
      className={toneText[look.tone]}
    />
  )
}

/** Icon and label in the status color, for rows. */
export function StatusLabel({ status, className }: { status: DeploymentStatus; className?: string }) {
  const look = deploymentStatusStyles[status]
  return (
    <span className={clsx("inline-flex items-center gap-1.5 align-middle whitespace-nowrap", className)}>
      <StatusGlyph shape={look.shape} turning={status === "PENDING"} className={toneText[look.tone]} />
      {look.word}
    </span>
  )
}

/** Icon and label in a box, for headings and cards. */
export function StatusBadge({ status }: { status: DeploymentStatus }) {
  const look = deploymentStatusStyles[status]
  return (
    <Badge
      tone={look.tone}
      icon={<StatusGlyph shape={look.shape} size={10} turning={status === "PENDING"} />}
    >
      {look.word}
    </Badge>
  )
}
