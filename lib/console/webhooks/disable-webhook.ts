import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

/**
 * Sends nothing more to a webhook, in the current transaction: its pending deliveries fail, and can be sent again later.
 * `isRequested`: by a user, so that it no longer counts as failing.
 */
export async function disableWebhook(
  actor: Actor,
  id: string,
  reason: string,
  isRequested: boolean,
): Promise<void> {
  const [row] = await db().$queryRaw<{ name: string }[]>`
    UPDATE webhook SET disabled_at = clock_timestamp(), disabled_reason = ${reason},
      failing_since = CASE WHEN ${isRequested}::boolean THEN NULL ELSE failing_since END
    WHERE id = ${id}::uuid AND disabled_at IS NULL RETURNING name`
  if (row === undefined) return
  await db().$executeRaw`
    UPDATE webhook_delivery SET state = 'FAILED', next_attempt_at = NULL, finished_at = clock_timestamp(), fence = fence + 1
    WHERE webhook_id = ${id}::uuid AND state = 'PENDING'`
  await appendAudit(actor, "webhook.disabled", id, { name: row.name, reason })
}
