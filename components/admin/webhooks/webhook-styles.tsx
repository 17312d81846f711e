import { Ban, CircleAlert, CircleCheck } from "lucide-react"
import type { BadgeStyle } from "@/components/ui/column-kinds"
import type { StatusStyle } from "@/components/ui/status"
import type { Delivery, Webhook } from "@/lib/console/webhooks/schema"

export const deliveryStateStyles: Record<Delivery["state"], StatusStyle> = {
  PENDING: { word: "Pending", shape: "hollow-circle", tone: "pending" },
  SUCCEEDED: { word: "Delivered", shape: "check-disc", tone: "deployed" },
  FAILED: { word: "Failed", shape: "cross", tone: "failed" },
}

type WebhookState = "ENABLED" | "FAILING" | "DISABLED"

export const webhookStateStyles: Record<WebhookState, BadgeStyle> = {
  ENABLED: { word: "Enabled", tone: "deployed", icon: <CircleCheck size={11} /> },
  FAILING: { word: "Failing", tone: "failed", icon: <CircleAlert size={11} /> },
  DISABLED: { word: "Disabled", tone: "uninstalled", icon: <Ban size={11} /> },
}

export function stateOfWebhook({ enabled, failingSince }: Webhook): WebhookState {
  if (!enabled) return "DISABLED"
  return failingSince === null ? "ENABLED" : "FAILING"
}
