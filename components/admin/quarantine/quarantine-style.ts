import type { StatusStyle } from "@/components/ui/status"

export const quarantinedStyle = {
  word: "Quarantined",
  shape: "barred-circle",
  tone: "quarantined",
} as const satisfies StatusStyle
