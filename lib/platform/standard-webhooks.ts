import { createHmac, randomBytes } from "node:crypto"

const prefix = "whsec_"

/** A secret of Standard Webhooks: 32 random bytes. */
export const makeSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`

/** What the receiver verifies: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function signatureHeaders(
  message: { id: string; at: Date; payload: string },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at.getTime() / 1_000))
  const signed = { id: message.id, timestamp, body: message.payload }
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets
      .map((secret) => `v1,${signatureOf(signed, secret).toString("base64")}`)
      .join(" "),
  }
}

/** The bytes of a signature of the version v1. */
export function signatureOf(
  { id, timestamp, body }: { id: string; timestamp: string; body: string | Uint8Array },
  secret: string,
): Buffer {
  const key = Buffer.from(secret.slice(prefix.length), "base64")
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest()
}
