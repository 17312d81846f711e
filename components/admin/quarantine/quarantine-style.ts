import type { StatusStyle } from "@/components/ui/status"
import type { QuarantineKind } from "@/lib/policy/quarantine/kinds"

export const quarantinedStyle = {
  word: "Quarantined",
  shape: "barred-circle",
  tone: "quarantined",
} as const satisfies StatusStyle

export const quarantineKindLabels: Record<QuarantineKind, string> = {
  IMAGE_TAG: "Image tag",
  CHART_VERSION: "Chart version",
}
