import type { Webhook, WebhookDelivery } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import { log } from "@/lib/platform/log"
import { maskCredentials } from "@/lib/platform/mask-credentials"
import { ExternalError } from "@/lib/platform/outbound/check-address"
import { type ExternalDependencies, postExternal } from "@/lib/platform/outbound/fetch-external"
import { plainText } from "@/lib/platform/plain-text"
import { productVersion } from "@/lib/platform/product-version"
import { validSecrets } from "@/lib/platform/sealing/signing-secret"
import { signatureHeaders } from "@/lib/platform/standard-webhooks"
import { parseRetryAfter } from "./schedule"
import type { Attempt } from "./schema"

/** A delivery with what signing and sending it need of its webhook. */
export type SignedDelivery = Pick<WebhookDelivery, "eventId" | "payload"> &
  Pick<Webhook, "url" | "sealedSecret" | "sealedPreviousSecret" | "previousSecretUntil">

export type AttemptSettings = { timeoutMs: number; dependencies?: ExternalDependencies }

const maxExcerpt = 2_000

type Attempted = { attempt: Attempt; retryAfterMs: number }

/** Sends one signed request, and returns its outcome. Never throws. */
export async function attemptDelivery(
  delivery: SignedDelivery,
  { timeoutMs, dependencies }: AttemptSettings,
): Promise<Attempted> {
  const at = new Date()
  const startedAt = performance.now()
  const attempted = (result: Omit<Attempt, "at" | "durationMs">, retryAfterMs = 0): Attempted => ({
    attempt: { at: toInstant(at), durationMs: Math.round(performance.now() - startedAt), ...result },
    retryAfterMs,
  })
  try {
    const { eventId: id, payload } = delivery
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(payload)),
      "user-agent": `slipway/${productVersion}`,
      ...signatureHeaders({ id, at, payload }, secretsOf(delivery, at)),
    }
    const post = { headers, body: payload, maxBytes: 2 * maxExcerpt, timeoutMs }
    const response = await postExternal(new URL(delivery.url), post, dependencies)
    const { status } = response
    const excerpt = excerptOf(response.body)
    const retryAfterMs = parseRetryAfter(response.headers["retry-after"], at)
    return attempted({ status, error: faultOf(status), response: excerpt }, retryAfterMs)
  } catch (error) {
    if (!(error instanceof ExternalError)) log.warn({ err: error }, "a webhook delivery could not be sent")
    const message =
      error instanceof ExternalError ? error.message : "Slipway could not send it. See the log of the worker."
    return attempted({ status: null, error: message, response: "" })
  }
}

/** Throws if there is no usable secret, because every request must be signed. */
function secretsOf(delivery: SignedDelivery, now: Date): string[] {
  const secrets = validSecrets("webhook-secret", delivery, now)
  if (secrets.length === 0) throw new Error("The secret of the webhook was sealed with a key that was lost.")
  return secrets
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return `Responded with ${status}. Redirects are not followed.`
  return status === 410 ? "Responded with 410: it no longer accepts events." : `Responded with ${status}.`
}

/** Masked before it is cut, as half a secret is not recognized; stored as JSON, which cannot hold half a surrogate pair. */
function excerptOf(body: Buffer): string {
  const text = body.toString("utf8").replaceAll("\u0000", "")
  return maskCredentials(plainText(text)).slice(0, maxExcerpt).toWellFormed()
}
