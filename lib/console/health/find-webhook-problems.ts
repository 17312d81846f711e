import { db } from "@/lib/platform/db/transaction"
import { formatQuantity } from "@/lib/platform/format"
import { dayMs, hourMs } from "@/lib/platform/instant"
import { warning } from "./find-problems"
import type { Finding } from "./status-schema"

/** A receiver that is being deployed fails for minutes. */
const minFailingMs = hourMs

type Row = { name: string; isDisabled: boolean; failingSince: Date | null; failed: number }

/** Webhooks that fail or were disabled for it, and deliveries that failed permanently in the last 24 hours. */
export async function findWebhookProblems(now: Date): Promise<Finding[]> {
  const since = new Date(now.getTime() - dayMs)
  const rows = await db().$queryRaw<Row[]>`
    SELECT w.name, w.disabled_at IS NOT NULL AS "isDisabled", w.failing_since AS "failingSince", (
      SELECT count(*)::int FROM webhook_delivery d
      WHERE d.webhook_id = w.id AND d.state = 'FAILED' AND d.finished_at > ${since}::timestamptz) AS failed
    FROM webhook w WHERE w.failing_since IS NOT NULL OR w.disabled_at IS NULL ORDER BY w.name, w.id`
  return rows.flatMap(({ name, isDisabled, failingSince, failed }) => {
    const failingMs = failingSince === null ? 0 : now.getTime() - failingSince.getTime()
    return [
      ...warning(
        isDisabled,
        `The webhook ${name} was disabled because its deliveries failed.`,
        "Settings → Webhooks shows the responses. Fix the receiver, enable the webhook, and send the failed deliveries again.",
      ),
      ...warning(
        !isDisabled && failingMs >= minFailingMs,
        `Every delivery to the webhook ${name} has failed for ${formatQuantity(Math.floor(failingMs / hourMs), "hour")}.`,
        "Settings → Webhooks shows the responses. After 5 days the webhook is disabled.",
      ),
      ...warning(
        !isDisabled && failed > 0,
        `${formatQuantity(failed, "delivery", "deliveries")} to the webhook ${name} failed permanently in the last 24 hours.`,
        "Settings → Webhooks can send them again.",
      ),
    ]
  })
}
