import type { StatusStyle } from "@/components/ui/status"
import type { RequestOutcome } from "@/lib/identity/requests/outcomes"

export const requestOutcomeStyles: Record<RequestOutcome, StatusStyle> = {
  ACCEPTED: { word: "Accepted", shape: "check-disc", tone: "deployed" },
  IGNORED: { word: "Ignored", shape: "hollow-circle", tone: "neutral" },
  REPEATED: { word: "Repeated", shape: "hollow-circle", tone: "neutral" },
  PARTIAL: { word: "Partly rejected", shape: "triangle", tone: "pending" },
  REFUSED: { word: "Rejected", shape: "cross", tone: "failed" },
  FAILED: { word: "Failed", shape: "cross", tone: "failed" },
}
