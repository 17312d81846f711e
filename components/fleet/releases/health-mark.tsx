import { type Tone, toneText } from "@/components/ui/badge"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { HealthState } from "@/lib/fleet/releases/resource-schema"

interface HealthStyle {
  word: string
  shape: GlyphShape
  tone: Tone
}

/** How the health of a cluster object is displayed. */
export const healthStyles: Record<HealthState, HealthStyle> = {
  HEALTHY: { word: "Healthy", shape: "check-disc", tone: "deployed" },
  PROGRESSING: { word: "Progressing", shape: "open-ring", tone: "pending" },
  DEGRADED: { word: "Degraded", shape: "cross", tone: "failed" },
  MISSING: { word: "Missing", shape: "barred-circle", tone: "failed" },
  UNKNOWN: { word: "Unknown", shape: "hollow-square", tone: "uninstalled" },
}

export function HealthLabel({ health }: { health: HealthState }) {
  const look = healthStyles[health]
  return (
    <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap">
      <StatusGlyph shape={look.shape} turning={health === "PROGRESSING"} className={toneText[look.tone]} />
      {look.word}
    </span>
  )
}
