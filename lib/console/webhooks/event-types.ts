import type { AuditAction } from "@/lib/identity/audit/actions"

/** What a webhook can subscribe to: what happened, and the audit actions that say so. */
export const webhookEvents = {
  "deployment.recorded": { label: "A deployment was recorded", actions: ["deployment.recorded"] },
  "deployment.updated": {
    label: "A deployment was completed, changed, marked or unmarked as rolled back, annulled or restored",
    actions: [
      "deployment.updated",
      "deployment.rolled_back",
      "deployment.rollback_undone",
      "deployment.annulled",
      "deployment.restored",
    ],
  },
  "import.completed": {
    label: "An import recorded or updated deployments; it sends no event for each of them",
    actions: ["deployment.imported"],
  },
  "quarantine.created": { label: "A version was quarantined", actions: ["quarantine.created"] },
  "quarantine.lifted": { label: "A quarantine was lifted", actions: ["quarantine.lifted"] },
  "release.installed": { label: "A release was installed", actions: ["release.installed"] },
  "release.upgraded": { label: "A release was upgraded", actions: ["release.upgraded"] },
  "release.rolled_back": { label: "A release was rolled back", actions: ["release.rolled_back"] },
  "release.uninstalled": { label: "A release was uninstalled", actions: ["release.uninstalled"] },
  "release.failed": {
    label: "An install, upgrade, rollback or uninstall failed",
    actions: [
      "release.install_failed",
      "release.upgrade_failed",
      "release.rollback_failed",
      "release.uninstall_failed",
    ],
  },
  "release.cancelled": {
    label: "An install or upgrade was cancelled while it ran",
    actions: ["release.install_cancelled", "release.upgrade_cancelled"],
  },
  "release.changed_out_of_band": {
    label: "A release was changed or removed outside Slipway",
    actions: ["release.changed_outside", "release.removed_outside"],
  },
  "release.stuck": {
    label: "A release has an unfinished revision that no operation is working on",
    actions: ["release.stuck"],
  },
  "rollout.started": { label: "A rollout was started", actions: ["rollout.started"] },
  "rollout.paused": {
    label: "A rollout was paused by a user or automatically",
    actions: ["rollout.paused"],
  },
  "rollout.resumed": { label: "A rollout was resumed", actions: ["rollout.resumed"] },
  "rollout.completed": { label: "A rollout was completed", actions: ["rollout.completed"] },
  "rollout.aborted": { label: "A rollout was aborted", actions: ["rollout.aborted"] },
  "rollout.rolled_back": { label: "A rollout was rolled back", actions: ["rollout.rolled_back"] },
} as const satisfies Record<string, { label: string; actions: readonly AuditAction[] }>

export type WebhookEventType = keyof typeof webhookEvents

export const isWebhookEventType = (text: string): text is WebhookEventType =>
  Object.hasOwn(webhookEvents, text)

export const webhookEventTypes: readonly WebhookEventType[] =
  Object.keys(webhookEvents).filter(isWebhookEventType)

/** The type of a test event, to which no webhook subscribes. */
export const testEventType = "webhook.test"

const typeOfAction = new Map<string, WebhookEventType>(
  webhookEventTypes.flatMap((type) => webhookEvents[type].actions.map((action) => [action, type] as const)),
)

/** The event that an audit entry with this action is, or null. */
export const eventTypeOf = (action: string): WebhookEventType | null => typeOfAction.get(action) ?? null

export const deliveryStates = ["PENDING", "SUCCEEDED", "FAILED"] as const

export const maxWebhooks = 50
