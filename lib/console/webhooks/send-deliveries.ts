import { systemActor } from "@/lib/identity/auth/actor"
import { Prisma, type WebhookDelivery } from "@/lib/platform/db/generated/client"
import { db, query, transaction } from "@/lib/platform/db/transaction"
import { dayMs } from "@/lib/platform/instant"
import { log } from "@/lib/platform/log"
import { type AttemptSettings, attemptDelivery, type SignedDelivery } from "./attempt-delivery"
import { disableWebhook } from "./disable-webhook"
import { retryDelayMs } from "./schedule"
import type { Attempt } from "./schema"

export type SendSettings = AttemptSettings & {
  /** How many requests are sent to one webhook at a time. A slow one delays no other. */
  perWebhook: number
  /** How long a claimed delivery stays with a worker that does not record its outcome. */
  leaseSeconds: number
  retryDelayMs: typeof retryDelayMs
}

export const defaultSending: SendSettings = {
  perWebhook: 4,
  timeoutMs: 15_000,
  leaseSeconds: 30,
  retryDelayMs,
}

/** After so long with only failures, a webhook is disabled. */
const maxFailingMs = 5 * dayMs
const maxLog = 20

/** A delivery to send now. */
export type Claimed = SignedDelivery &
  Pick<WebhookDelivery, "id" | "webhookId" | "type" | "attempts" | "fence">

/**
 * Claims deliveries that are due, at most `perWebhook` of each webhook less those being sent, of which `running` lists the
 * webhooks. A claim expires, so that another worker sends what a killed one may not have sent; the receiver knows it by its
 * webhook-id.
 */
export async function claimDeliveries(
  running: readonly string[],
  { perWebhook, leaseSeconds }: SendSettings,
): Promise<Claimed[]> {
  return query<Claimed>(Prisma.sql`
    WITH due AS (
      SELECT found.id FROM webhook w
      CROSS JOIN LATERAL (
        SELECT d.id FROM webhook_delivery d
        WHERE d.webhook_id = w.id AND d.state = 'PENDING' AND d.next_attempt_at <= now()
        ORDER BY d.next_attempt_at LIMIT GREATEST(0, ${perWebhook}::int
          - (SELECT count(*)::int FROM unnest(${[...running]}::uuid[]) AS r(webhook_id) WHERE r.webhook_id = w.id))
        FOR UPDATE SKIP LOCKED) found
      WHERE w.disabled_at IS NULL)
    UPDATE webhook_delivery d SET attempts = d.attempts + 1, fence = d.fence + 1,
      next_attempt_at = now() + make_interval(secs => ${leaseSeconds}::int)
    FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook_id
    RETURNING d.id, d.webhook_id AS "webhookId", d.event_id AS "eventId", d.type, d.payload, d.attempts, d.fence, w.url,
      w.sealed_secret AS "sealedSecret", w.sealed_previous_secret AS "sealedPreviousSecret",
      w.previous_until AS "previousSecretUntil"`)
}

/** Sends a claimed delivery and records the outcome. */
export async function sendDelivery(claimed: Claimed, settings: SendSettings): Promise<void> {
  const { attempt, retryAfterMs } = await attemptDelivery(claimed, settings)
  const { webhookId, eventId, type, attempts } = claimed
  const { status, error, durationMs } = attempt
  log[error === null ? "debug" : "info"](
    { webhookId, eventId, type, attempts, status, error, durationMs },
    "webhook delivery attempted",
  )
  const delayMs = error === null ? null : settings.retryDelayMs(attempts, retryAfterMs, Math.random())
  const isGone = status === 410
  if (!(await recordAttempt(claimed, attempt, isGone ? null : delayMs)) || error === null) return
  await disableIfDead(webhookId, isGone)
}

/** `delayMs`: until the next attempt; null: none. False if the claim was lost, or the webhook is disabled or removed. */
async function recordAttempt(
  { id, webhookId, fence }: Claimed,
  attempt: Attempt,
  delayMs: number | null,
): Promise<boolean> {
  const isSuccess = attempt.error === null
  const state = isSuccess ? "SUCCEEDED" : delayMs === null ? "FAILED" : "PENDING"
  const [row] = await query<{ id: string }>(Prisma.sql`
    UPDATE webhook_delivery SET state = ${state}::webhook_delivery_state,
      next_attempt_at = now() + make_interval(secs => ${delayMs === null ? null : delayMs / 1_000}::float8),
      finished_at = CASE WHEN ${state} = 'PENDING' THEN NULL ELSE now() END,
      log = (CASE WHEN jsonb_array_length(log) >= ${maxLog} THEN log - 0 ELSE log END)
        || jsonb_build_array(${JSON.stringify(attempt)}::jsonb)
    WHERE id = ${id}::uuid AND fence = ${fence} AND state = 'PENDING' RETURNING id`)
  if (row === undefined) return false
  // Separate, to keep the lock order: the webhook, then its deliveries.
  await query(Prisma.sql`
    UPDATE webhook SET failing_since = CASE WHEN ${isSuccess}::boolean THEN NULL ELSE now() END
    WHERE id = ${webhookId}::uuid AND disabled_at IS NULL AND (failing_since IS NULL) <> ${isSuccess}::boolean`)
  return true
}

async function disableIfDead(id: string, isGone: boolean): Promise<void> {
  const failingBefore = new Date(Date.now() - maxFailingMs)
  const isDead = (await db().webhook.count({ where: { id, failingSince: { lt: failingBefore } } })) > 0
  if (!isGone && !isDead) return
  const reason = isGone
    ? "The receiver responded with 410 Gone."
    : "Every delivery has failed for 5 days; the log shows the responses."
  await transaction(() => disableWebhook(systemActor("Slipway"), id, reason, false))
  log.warn({ webhookId: id, reason }, "webhook disabled")
}
